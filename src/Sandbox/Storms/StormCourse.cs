using Hosting;
using Simulators.Storage;

namespace Sandbox.Storms;

/// <summary>Makes a storm's events happen as the run goes on.</summary>
/// <param name="events">The events, in order.</param>
/// <param name="app">The function app, which is killed.</param>
/// <param name="storage">Its way to storage, which fails.</param>
internal sealed class StormCourse(IEnumerable<StormEvent> events, FunctionApp app, StorageProxy storage, TimeProvider time)
{
    /// <summary>The most users of a message of an import.</summary>
    private const int MaxInputs = 100;

    private static readonly StorageOperation[] OfQueues =
        [StorageOperation.ReceiveMessages, StorageOperation.PutMessage, StorageOperation.UpdateMessage, StorageOperation.DeleteMessage];

    private static readonly StorageOperation[] OfTables =
        [StorageOperation.AddRow, StorageOperation.WriteRow, StorageOperation.DeleteRow, StorageOperation.ReadRows, StorageOperation.Transaction];

    private static readonly StorageFault[] Faults =
        [StorageFault.Refused(503, "ServerBusy"), StorageFault.Refused(403, "AuthorizationPermissionMismatch"), StorageFault.CutBefore];

    private readonly Queue<StormEvent> _events = new(events);
    private List<StoragePoint> _away = [];
    private StoragePoint? _import;
    private DateTimeOffset _backAt;

    /// <summary>How many times storage went away.</summary>
    public int Outages { get; private set; }

    /// <summary>Whether all of it has happened and storage is back.</summary>
    public bool IsOver => _events.Count is 0 && _away.Count is 0;

    /// <summary>Kills the app while it reads a file, when half of its messages are on the queue.</summary>
    /// <param name="inputs">How many users the file has.</param>
    public void StrikeImport(int inputs) =>
        _import = storage.Add(new StorageRule(StorageOperation.PutMessage, Name: null, StorageFault.HeldBefore) { FromCall = 1 + (inputs / MaxInputs / 2), Times = int.MaxValue });

    /// <summary>Lets happen what is due.</summary>
    /// <param name="settled">How many users have their outcome.</param>
    /// <param name="inputs">How many there are; null while that is not known.</param>
    public async Task FollowAsync(int settled, int? inputs, CancellationToken cancellationToken)
    {
        if (_away.Count > 0)
        {
            if (time.GetUtcNow() < _backAt)
            {
                return;
            }

            _away.ForEach(point => point.Release());
            _away = [];
        }

        if (_import is { Strikes: > 0 } import)
        {
            _import = null;
            import.Abandon();
            await app.KillAndRestartAsync(settled, cancellationToken);
        }
        else if (app.Process.HasExited)
        {
            // The listener of the queue ends its host when storage refuses it, and the platform starts another.
            await app.KillAndRestartAsync(settled, cancellationToken);
        }
        else if (_events.TryPeek(out var next) && settled >= next.Share * inputs)
        {
            _events.Dequeue();
            if (next.IsDeath)
            {
                await app.KillAndRestartAsync(settled, cancellationToken);
            }
            else
            {
                Outages++;
                _backAt = time.GetUtcNow() + next.Duration;
                _away = [.. Operations(next.Away).Select(operation => storage.Add(new StorageRule(operation, Name: null, Faults[next.Draw % Faults.Length]) { Times = int.MaxValue }))];
            }
        }
    }

    private static IEnumerable<StorageOperation> Operations(StorageParts away) =>
        (away.HasFlag(StorageParts.Queues) ? OfQueues : []).Concat(away.HasFlag(StorageParts.Tables) ? OfTables : []);
}
