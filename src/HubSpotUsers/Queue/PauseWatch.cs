using Azure.Data.Tables;
using HubSpotUsers.Pausing;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// Looks whether the operator's pause is over, and then makes the messages visible that it holds. Each look asks for the next one by a message,
/// so the watch outlives every process and costs a few storage transactions per <c>Processing:ResumeInterval</c>, however many messages are held.
/// </summary>
/// <param name="held">The held messages.</param>
/// <param name="tasks">Takes the next look.</param>
/// <param name="gate">Whether the pause is over.</param>
/// <param name="options">How often to look.</param>
internal sealed class PauseWatch(
    HeldMessages held,
    TaskQueue tasks,
    SendingGate gate,
    TableServiceClient tables,
    IOptions<ProcessingOptions> options,
    TimeProvider time)
{
    /// <summary>The watch ends after so many looks in a row that found nothing; a process that holds messages begins a new one as often.</summary>
    public const int IdleLooks = 4;

    private const string Partition = "watch";
    private const string Row = "resume";

    private readonly TableClient _table = tables.GetTableClient(TableNames.Control);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(ResumeLook look)
    {
        if (await IsWatchedByAnotherAsync(look.Watch))
        {
            return;
        }

        var isPaused = (await gate.AskAsync(canProbe: false)).Pause is { Reason: PauseReason.Operator or PauseReason.ShuttingDown };
        var idle = look.Idle + 1;
        await foreach (var messages in held.ReadAsync())
        {
            idle = 0;
            await (isPaused ? held.ForgetAsync([.. messages.Where(HasComeBack)]) : held.ReleaseAsync(messages));
        }

        if (idle < IdleLooks)
        {
            await tasks.SendAsync(new TaskMessage { Resume = look with { Idle = idle } }, options.Value.ResumeInterval);
        }
        else
        {
            await _table.RemoveIfThereAsync(Partition, Row);
        }
    }

    private bool HasComeBack(TableEntity message) => message.Time("Until") is not { } until || until <= time.GetUtcNow();

    /// <summary>Two watches do no harm, so that nothing keeps two from beginning at the same moment; the later one ends here.</summary>
    private async Task<bool> IsWatchedByAnotherAsync(Guid watch)
    {
        var row = await _table.FindAsync(Partition, Row);
        if (row is not null && row.Id("Watch") != watch && row.Time("Until") > time.GetUtcNow())
        {
            return true;
        }

        await _table.UpsertEntityAsync(
            new TableEntity(Partition, Row) { ["Watch"] = watch, ["Until"] = time.GetUtcNow() + (options.Value.ResumeInterval * IdleLooks) },
            TableUpdateMode.Replace);
        return false;
    }
}
