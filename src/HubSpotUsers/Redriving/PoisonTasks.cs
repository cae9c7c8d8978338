using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>The tasks over the poison queue.</summary>
/// <param name="service">The storage account.</param>
/// <param name="queue">Takes their slices.</param>
internal sealed class PoisonTasks(TableServiceClient service, TaskQueue queue, TimeProvider time)
{
    /// <summary>The most rows of a page (Azure: Query timeout and pagination).</summary>
    private const int MaxPageRows = 1000;

    private readonly TableClient _table = service.GetTableClient(PoisonIndex.TableName);

    /// <summary>Begins a task. A crash between row and message leaves a row that is <see cref="PoisonTaskState.Queued"/> forever, and nothing done.</summary>
    /// <param name="inputs">The corrected inputs.</param>
    /// <param name="erasure">Who is erased.</param>
    internal async Task BeginAsync(PoisonTask task, System.Text.Json.JsonElement? inputs = null, Erasure? erasure = null)
    {
        await _table.CreateOnDemandAsync(table => table.AddEntityAsync(PoisonTaskRow.Write(task)));
        await queue.SendAsync(new TaskMessage { Poison = new PoisonSlice(task.Id, Number: 0, inputs, erasure) });
    }

    /// <summary>Reads a task; null when there is none of that id.</summary>
    internal async Task<PoisonTask?> FindAsync(string id) =>
        await FindAsync(PoisonTaskRow.Partition, id) ?? await FindAsync(PoisonTaskRow.ScanPartition, id);

    /// <summary>Reads tasks, scans left out, newest first.</summary>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to read at most.</param>
    internal async Task<IReadOnlyList<PoisonTask>> ReadAsync(int skip, int take) =>
        await ReadAsync(PoisonTaskRow.Partition, Math.Min(take, MaxPageRows)).Skip(skip).Take(take).ToListAsync();

    /// <summary>Reads the scans that are not removed yet.</summary>
    internal async Task<IReadOnlyList<PoisonTask>> ReadScansAsync() => await ReadAsync(PoisonTaskRow.ScanPartition, pageSize: null).ToListAsync();

    /// <summary>Removes a task's row; a slice that asks for it is dropped.</summary>
    internal Task RemoveAsync(PoisonTask task) => _table.RemoveIfThereAsync(PoisonTaskRow.PartitionOf(task), PoisonTaskRow.KeyOf(task.Id));

    /// <summary>Ends a task that this app cannot carry on.</summary>
    /// <param name="detail">Why it cannot.</param>
    internal Task<PoisonTask> EndAsync(PoisonTask task, string detail) =>
        SaveAsync(task with { State = PoisonTaskState.Stopped, EndedAt = time.GetUtcNow(), Detail = detail });

    /// <summary>Asks a task to stop; what it has done stays done.</summary>
    /// <returns>The task; null when there is none of that id.</returns>
    internal async Task<PoisonTask?> StopAsync(string id)
    {
        while (await FindAsync(id) is { } task)
        {
            if (task.IsOver || task.State is PoisonTaskState.Stopping)
            {
                return task;
            }

            // One that has not begun may have lost its message, and one that cannot be read has no use for it: nothing but this would ever end them.
            var stopped = task.State is PoisonTaskState.Queued || task.Kind is PoisonTaskKind.Unknown
                ? task with { State = PoisonTaskState.Stopped, EndedAt = time.GetUtcNow() }
                : task with { State = PoisonTaskState.Stopping };
            if (await TrySaveAsync(stopped) is { } saved)
            {
                return saved;
            }
        }

        return null;
    }

    /// <summary>Writes how far a task is; a wish to stop it that came meanwhile stays, and so does its end.</summary>
    /// <returns>The task as it stands.</returns>
    internal async Task<PoisonTask> SaveAsync(PoisonTask task)
    {
        while (true)
        {
            if (await TrySaveAsync(task) is { } saved)
            {
                return saved;
            }

            var other = await FindAsync(task.Id) ?? throw new InvalidOperationException($"The row of task {task.Id} is gone.");
            task = other.IsOver || !task.IsOver
                ? task with { ETag = other.ETag, State = other.State, EndedAt = other.EndedAt, Detail = other.Detail }
                : task with { ETag = other.ETag };
        }
    }

    private async Task<PoisonTask?> FindAsync(string partition, string id) =>
        await _table.FindAsync(partition, PoisonTaskRow.KeyOf(id)) is { } row ? PoisonTaskRow.Read(row) : null;

    private IAsyncEnumerable<PoisonTask> ReadAsync(string partition, int? pageSize) =>
        _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), pageSize: pageSize).Select(PoisonTaskRow.Read);

    private async Task<PoisonTask?> TrySaveAsync(PoisonTask task)
    {
        try
        {
            var response = await _table.UpdateEntityAsync(PoisonTaskRow.Write(task), task.ETag, TableUpdateMode.Replace);
            return task with { ETag = response.Headers.ETag.GetValueOrDefault() };
        }
        catch (RequestFailedException exception) when (exception.Status is 412)
        {
            return null;
        }
    }
}
