using System.Collections.Concurrent;
using System.Xml.Linq;

namespace Simulators.Storage;

/// <summary>A message that was received and neither deleted nor given back since.</summary>
/// <param name="Queue">Its queue.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="PopReceipt">What its holder was last given to delete or to renew it.</param>
public sealed record StorageLease(string Queue, string MessageId, string PopReceipt);

/// <summary>The leases that storage has given through a proxy.</summary>
internal sealed class StorageLeases
{
    private const string PopReceiptHeader = "x-ms-popreceipt";

    private readonly ConcurrentDictionary<string, StorageLease> _leases = new(StringComparer.Ordinal);

    /// <summary>Gives all leases and forgets them.</summary>
    public IReadOnlyList<StorageLease> Take()
    {
        List<StorageLease> taken = [];
        foreach (var id in _leases.Keys)
        {
            if (_leases.TryRemove(id, out var lease))
            {
                taken.Add(lease);
            }
        }

        return taken;
    }

    /// <summary>Records a response to a call that was applied (Azure: Get Messages, Update Message, Delete Message).</summary>
    public async Task NoteAsync(StorageCall call, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            return;
        }

        if (call.Operation is StorageOperation.ReceiveMessages)
        {
            await response.Content.LoadIntoBufferAsync();
            foreach (var message in XDocument.Parse(await response.Content.ReadAsStringAsync()).Descendants("QueueMessage"))
            {
                // A peek gives no receipt.
                if (message.Element("PopReceipt") is { } receipt)
                {
                    var id = message.Element("MessageId")!.Value;
                    _leases[id] = new StorageLease(call.Name, id, receipt.Value);
                }
            }
        }
        else if (call is { Operation: StorageOperation.UpdateMessage, MessageId: { } renewed } && response.Headers.TryGetValues(PopReceiptHeader, out var receipts))
        {
            _leases[renewed] = new StorageLease(call.Name, renewed, receipts.First());
        }
        else if (call is { Operation: StorageOperation.DeleteMessage, MessageId: { } deleted })
        {
            _leases.TryRemove(deleted, out _);
        }
    }
}
