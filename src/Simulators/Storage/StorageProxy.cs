using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Simulators.Azurite;
using Simulators.Hosting;

namespace Simulators.Storage;

/// <summary>
/// Stands between an app and the queue and table services of a storage emulator, and lets faults strike chosen calls: refuses
/// them, loses their responses, breaks their connections, or holds them until a test has done what it wants to do at that very point.
/// </summary>
public sealed class StorageProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<StoragePoint> _points = [];
    private readonly ConcurrentDictionary<StorageOperation, int> _calls = [];
    private readonly StorageLeases _leases = new();
    private readonly ConcurrentDictionary<Task, bool> _receiving = [];
    private readonly StorageForwarder _queues;
    private readonly StorageForwarder _tables;
    private LoopbackServer? _queueServer;
    private LoopbackServer? _tableServer;

    private StorageProxy(AzuriteConnection storage)
    {
        _queues = new StorageForwarder(storage.QueueEndpoint);
        _tables = new StorageForwarder(storage.TableEndpoint);
    }

    /// <summary>The way to the emulator through this proxy.</summary>
    public AzuriteConnection Connection { get; private set; } = null!;

    /// <summary>How many calls of each kind have come so far; each is a transaction on the storage account's bill.</summary>
    public IReadOnlyDictionary<StorageOperation, int> Calls => _calls.ToDictionary();

    /// <summary>Starts a proxy on free ports.</summary>
    /// <param name="storage">The emulator.</param>
    public static async Task<StorageProxy> StartAsync(AzuriteConnection storage, CancellationToken cancellationToken = default)
    {
        var proxy = new StorageProxy(storage);
        proxy._queueServer = await LoopbackServer.StartAsync(port: 0, certificate: null, proxy.HandleQueueAsync, cancellationToken);
        proxy._tableServer = await LoopbackServer.StartAsync(port: 0, certificate: null, proxy.HandleTableAsync, cancellationToken);
        proxy.Connection = storage with
        {
            QueueEndpoint = new Uri(proxy._queueServer.BaseAddress, storage.QueueEndpoint.AbsolutePath),
            TableEndpoint = new Uri(proxy._tableServer.BaseAddress, storage.TableEndpoint.AbsolutePath),
        };
        return proxy;
    }

    /// <summary>Lets a fault strike. Of several rules that match a call the first that was added counts.</summary>
    public StoragePoint Add(StorageRule rule)
    {
        var point = new StoragePoint(rule);
        lock (_lock)
        {
            _points.Add(point);
        }

        return point;
    }

    /// <summary>
    /// Gives all messages that were received through this proxy and neither deleted nor given back, and forgets them. After the death of
    /// its process a message's lease may be ended early with them: the real listener's lasts ten minutes. What a process was receiving when
    /// it died is waited for.
    /// </summary>
    public async Task<IReadOnlyList<StorageLease>> TakeLeasesAsync()
    {
        await Task.WhenAll(_receiving.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _leases.Take();
    }

    /// <summary>Ends all faults and drops all held calls.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _points.ForEach(point => point.Abandon());
            _points.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Clear();
        await _queueServer!.DisposeAsync();
        await _tableServer!.DisposeAsync();
        _queues.Dispose();
        _tables.Dispose();
    }

    private async Task HandleQueueAsync(HttpContext http, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        await HandleAsync(http, StorageCall.OfQueue(http.Request, await ReadAsync(http, gone.Token)), _queues, isTable: false, gone.Token);
    }

    private async Task HandleTableAsync(HttpContext http, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        await HandleAsync(http, StorageCall.OfTable(http.Request, await ReadAsync(http, gone.Token)), _tables, isTable: true, gone.Token);
    }

    private async Task HandleAsync(HttpContext http, StorageCall call, StorageForwarder forwarder, bool isTable, CancellationToken gone)
    {
        _calls.AddOrUpdate(call.Operation, 1, static (_, count) => count + 1);
        if (Strike(call) is not { } point)
        {
            using var regular = await SendAsync(http, call, forwarder, gone);
            await StorageForwarder.RespondAsync(http, regular, gone);
            return;
        }

        var fault = point.Rule.Fault;

        // What storage is to apply it applies even if the caller is killed meanwhile.
        using var applied = fault.IsApplied ? await SendAsync(http, call, forwarder, CancellationToken.None) : null;
        point.Reach();
        if (fault.IsHeld)
        {
            await point.WaitAsync(gone);
            using var response = applied is null ? await SendAsync(http, call, forwarder, gone) : null;
            await StorageForwarder.RespondAsync(http, applied ?? response!, gone);
        }
        else if (fault.IsCut)
        {
            await Task.Delay(fault.Silence, TimeProvider.System, gone);
            http.Abort();
        }
        else
        {
            await StorageErrors.WriteAsync(http, fault, isTable, gone);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext http, StorageCall call, StorageForwarder forwarder, CancellationToken gone)
    {
        if (call.Operation is not StorageOperation.ReceiveMessages)
        {
            return await SendAndNoteAsync(http, call, forwarder, gone);
        }

        // A receive whose caller dies has its leases all the same.
        var receiving = SendAndNoteAsync(http, call, forwarder, CancellationToken.None);
        _receiving[receiving] = true;
        try
        {
            return await receiving;
        }
        finally
        {
            _receiving.TryRemove(receiving, out _);
        }
    }

    private async Task<HttpResponseMessage> SendAndNoteAsync(HttpContext http, StorageCall call, StorageForwarder forwarder, CancellationToken cancellationToken)
    {
        var response = await forwarder.SendAsync(http, call, cancellationToken);
        await _leases.NoteAsync(call, response);
        return response;
    }

    private StoragePoint? Strike(StorageCall call)
    {
        lock (_lock)
        {
            return _points.Find(point => point.TryStrike(call));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, CancellationToken gone)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, gone);
        return body.ToArray();
    }
}
