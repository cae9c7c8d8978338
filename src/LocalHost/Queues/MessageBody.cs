using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace LocalHost.Queues;

/// <summary>Reads message bodies as host.json's <c>messageEncoding</c> says.</summary>
internal static class MessageBody
{
    public static bool TryDecode(QueueMessage message, QueueMessageEncoding encoding, [NotNullWhen(true)] out QueueMessage? decoded)
    {
        decoded = null;
        if (encoding == QueueMessageEncoding.None)
        {
            decoded = message;
        }
        else if (Base64.IsValid(message.Body.ToMemory().Span))
        {
            decoded = WithBody(message, Convert.FromBase64String(message.Body.ToString()));
        }

        return decoded is not null;
    }

    // Bodies reach an isolated worker as text, so bytes that are no UTF-8 arrive replaced there, and here.
    private static QueueMessage WithBody(QueueMessage message, byte[] body) => QueuesModelFactory.QueueMessage(
        message.MessageId,
        message.PopReceipt,
        BinaryData.FromString(Encoding.UTF8.GetString(body)),
        message.DequeueCount,
        message.NextVisibleOn,
        message.InsertedOn,
        message.ExpiresOn);
}
