using Api.Erasing;
using Api.Poison;
using HubSpotUsers.Redriving;

namespace Api.OpenApi;

/// <summary>What the API does with the poison queue.</summary>
internal static class ApiPoisonOperations
{
    private const string TaskId = "019ab4d2a6f07c3e9d1b5a4f3c2e1d01";
    private const string MessageId = "0b9a3d6c-5f5e-4d55-9d0e-2f1f6a3c7b11";
    private const string HubSpotId = "512";

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly PoisonTaskView Task = new(TaskId, PoisonTaskKind.Redrive, PoisonTaskState.Running, DryRun: false, Noon, EndedAt: null, 120, 480, 2, "Rejected", null, null, null, null, 50, Rows: null, Hashes: null, Detail: null);

    private static readonly PoisonMessageView Message = new(MessageId, ApiExamples.RequestId, "Rejected", 2, [3, 7], Noon, Doubtful: false, NeedsCorrection: false, "2 users");

    private static readonly PoisonView Overview = new(122, IsComplete: true, [new("Rejected", 120, 480, Noon.AddDays(-1), Noon, 0, 0), new("Unknown", 2, 2, Noon, Noon, 2, 0)], TaskId: null);

    private static readonly CorrectedUser Corrected = new(3, new Dictionary<string, string>(StringComparer.Ordinal) { ["hs_email"] = "ada@example.com" });

    private static readonly ApiParameter Id = new("path", "id", "The task's id.", TaskId);
    private static readonly ApiParameter Top = new("query", "top", "How many items at most: 1 to 1000, 100 by default.", "100");
    private static readonly ApiParameter Continuation = new("query", "continuation", "What the page before gave.", "100");

    private static readonly IReadOnlyList<ApiParameter> Filter =
    [
        new("query", "reason", "Messages of this reason.", "Rejected"),
        new("query", "source", "Messages of users that came in this message or request.", ApiExamples.RequestId),
        new("query", "id", "The message of this id on the poison queue.", MessageId),
        new("query", "from", "Messages that were poisoned at this time or later.", "2026-11-24T00:00:00Z"),
        new("query", "to", "Messages that were poisoned at this time or earlier.", "2026-11-25T00:00:00Z"),
    ];

    private static readonly ApiResponse Begun = new(202, "The task has begun.", ApiContent.Json(Task with { State = PoisonTaskState.Queued, Messages = 0, Users = 0, Skipped = 0 }, HttpJson.Default.PoisonTaskView), ApiHeaders.Location);
    private static readonly ApiResponse State = new(200, "The task.", ApiContent.Json(Task, HttpJson.Default.PoisonTaskView));

    private static readonly IReadOnlyList<ApiResponse> Beginning =
        [Begun, ApiProblems.BadBody, ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.TooSlow, ApiProblems.TooLarge, ApiProblems.WrongType, ApiProblems.Failed, ApiProblems.NoRoom];

    private static readonly PoisonTaskView Erasure = Task with { Kind = PoisonTaskKind.Erase, State = PoisonTaskState.Queued, Messages = 0, Users = 0, Skipped = 0, Reason = null, PerSecond = null };

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("post", "/users/erase", "EraseUsers", "Erases a person from queues and tables, by the account's unique property or by message and position.")
        {
            Description = "Begins a task that takes the person out of the poison queue and the tables, and has messages that wait leave the person out; others stay as they are. "
                + "Users in HubSpot are not touched. Begin with dryRun, which counts.",
            Bodies = [ApiContent.Json(new EraseRequest("ada@example.com"), HttpJson.Default.EraseRequest)],
            Responses =
            [
                new(202, "The task has begun.", ApiContent.Json(Erasure, HttpJson.Default.PoisonTaskView), ApiHeaders.Location),
                ApiProblems.BadBody, ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.TooSlow, ApiProblems.TooLarge, ApiProblems.WrongType, ApiProblems.Failed, ApiProblems.Off,
            ],
        },
        new("get", "/poison", "GetPoison", "Counts the messages of the poison queue by their reason.")
        {
            Responses = [new(200, "What is in the queue.", ApiContent.Json(Overview, HttpJson.Default.PoisonView)), ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.Failed],
        },
        new("get", "/poison/messages", "GetPoisonMessages", "Lists the messages of the poison queue without their users' values, newest first.")
        {
            Parameters = [.. Filter, Top, Continuation],
            Responses = [new(200, "A page of messages.", ApiContent.Json(new PoisonList([Message], "100"), HttpJson.Default.PoisonList)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.Failed],
        },
        new("post", "/poison/redrive", "RedrivePoison", "Sends users of the poison queue back to their queue, with the identity they had.")
        {
            Bodies = [ApiContent.Json(new PoisonRequest(Reason: "Rejected", PerSecond: 50), HttpJson.Default.PoisonRequest)],
            Responses = Beginning,
        },
        new("post", "/poison/drop", "DropPoison", "Deletes messages of the poison queue; users without an outcome get one.")
        {
            Bodies = [ApiContent.Json(new PoisonRequest(Id: MessageId), HttpJson.Default.PoisonRequest)],
            Responses = Beginning,
        },
        new("post", "/poison/correct", "CorrectPoison", "Sends corrected users that replace some users of a message of the poison queue.")
        {
            Bodies = [ApiContent.Json(new PoisonCorrectionRequest(MessageId, [Corrected]), HttpJson.Default.PoisonCorrectionRequest)],
            Responses = Beginning,
        },
        new("post", "/poison/created", "MarkPoisonCreated", "Records a user of unknown outcome as created, by the id it has in HubSpot.")
        {
            Bodies = [ApiContent.Json(new PoisonCreatedRequest(MessageId, 3, HubSpotId), HttpJson.Default.PoisonCreatedRequest)],
            Responses = Beginning,
        },
        new("get", "/poison/tasks", "GetPoisonTasks", "Lists the tasks over the poison queue, newest first.")
        {
            Parameters = [Top, Continuation],
            Responses = [new(200, "A page of tasks.", ApiContent.Json(new PoisonTaskList([Task], "100"), HttpJson.Default.PoisonTaskList)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.Failed],
        },
        new("get", "/poison/tasks/{id}", "GetPoisonTask", "Returns the progress of a task over the poison queue.")
        {
            Parameters = [Id],
            Responses = [State, ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.NotFound, ApiProblems.Failed],
        },
        new("post", "/poison/tasks/{id}/stop", "StopPoisonTask", "Stops a task over the poison queue; what it has done stays done.")
        {
            Parameters = [Id],
            Responses = [State, ApiProblems.NoKey, ApiProblems.NotManaged, ApiProblems.NotFound, ApiProblems.Failed],
        },
    ];
}
