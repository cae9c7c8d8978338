using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>The tasks over the poison queue.</summary>
/// <param name="service">The storage account.</param>
/// <param name="queue">Takes their slices.</param>
/// <param name="time">The clock.</param>
internal sealed class PoisonTasks(TableServiceClient service, TaskQueue queue, TimeProvider time)
{
    private readonly TableClient _table = service.GetTableClient(PoisonIndex.TableName);

    /// <summary>Begins a task. A crash between row and message leaves a row that is <see cref="PoisonTaskState.Queued"/> forever, and nothing done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="inputs">The corrected inputs.</param>
    internal async Task BeginAsync(PoisonTask task, System.Text.Json.JsonElement? inputs = null)
    {
        await _table.CreateOnDemandAsync(table => table.AddEntityAsync(task.ToRow()));
        await queue.SendAsync(new TaskMessage { Poison = new PoisonSlice(task.Id, Number: 0, inputs) });
    }

    /// <summary>Reads a task; null when there is none of that id.</summary>
    internal async Task<PoisonTask?> FindAsync(string id)
    {
        try
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(PoisonTask.Partition, id);
            return row.HasValue ? PoisonTask.Read(row.Value!) : null;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all tasks, newest first.</summary>
    internal async Task<IReadOnlyList<PoisonTask>> ReadAsync()
    {
        try
        {
            var rows = await _table.QueryAsync<TableEntity>(row => row.PartitionKey == PoisonTask.Partition).ToListAsync();
            return [.. rows.Select(PoisonTask.Read).OrderByDescending(task => task.Id, StringComparer.Ordinal)];
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return [];
        }
    }

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

            // One that has not begun may have lost its message: nothing but this would ever end it.
            var stopped = task.State is PoisonTaskState.Queued
                ? task with { State = PoisonTaskState.Stopped, EndedAt = time.GetUtcNow() }
                : task with { State = PoisonTaskState.Stopping };
            if (await TrySaveAsync(stopped) is { } saved)
            {
                return saved;
            }
        }

        return null;
    }

    /// <summary>Writes how far a task is; a wish to stop it that came meanwhile stays.</summary>
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
            task = task with { ETag = other.ETag, State = task.IsOver ? task.State : other.State };
        }
    }

    private async Task<PoisonTask?> TrySaveAsync(PoisonTask task)
    {
        try
        {
            var response = await _table.UpdateEntityAsync(task.ToRow(), task.ETag, TableUpdateMode.Replace);
            return task with { ETag = response.Headers.ETag.GetValueOrDefault() };
        }
        catch (RequestFailedException exception) when (exception.Status is 412)
        {
            return null;
        }
    }
}
