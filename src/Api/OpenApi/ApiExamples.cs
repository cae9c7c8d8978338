using System.Text.Json;
using Api.Creating;
using Api.Health;
using Api.Importing;
using Api.Queueing;
using Api.Reading;
using Api.Requests;
using HubSpotUsers;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;

namespace Api.OpenApi;

/// <summary>Examples of what goes in and comes out, made of the real types.</summary>
internal static class ApiExamples
{
    public const string RequestId = "019ab4d2a6f07c3e9d1b5a4f3c2e1d00";
    public const string BatchId = "019ab4d2-a6f5-7a10-8c44-2f6f0e9d7b11";
    public const string Csv = "hs_email,hs_given_name,hs_job_title\nada@example.com,Ada,Engineer\ngrace@example.com,Grace,\n";
    public const string JsonLines = "{\"properties\":{\"hs_email\":\"ada@example.com\"}}\n{\"properties\":{\"hs_email\":\"grace@example.com\"},\"objectWriteTraceId\":\"row-2\"}\n";

    private const string Version = "1.0.0+8c1f0a3c5b7d9e2f4a6b8c0d1e3f5a7b9c0d2e4f";

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly OutcomeCounts OneOfTwo = OutcomeCounts.Of([new() { InputKey = "0", Outcome = Outcome.Created }, new() { InputKey = "1", Outcome = Outcome.Rejected }]);
    private static readonly BatchSummary Summary = new(Guid.Parse(BatchId), BatchResult.PartiallySucceeded, OneOfTwo, "COMPLETE", 207, "4f7a3c61-1c1e-4e0f-9b77-7f6c8f4be6a2");
    private static readonly OutcomeCounts OneCreated = OutcomeCounts.Of([new() { InputKey = "0", Outcome = Outcome.Created }]);
    private static readonly OutcomeCounts OneRejected = OutcomeCounts.Of([new() { InputKey = "0", Outcome = Outcome.Rejected }]);

    public static BatchCreateRequest Request { get; } = new(
    [
        new UserInput { Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["hs_email"] = "ada@example.com", ["hs_job_title"] = "Engineer" }, Associations = [], ObjectWriteTraceId = "row-1" },
        new UserInput { Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["hs_email"] = "no-address", ["hs_job_title"] = "Engineer" }, Associations = [], ObjectWriteTraceId = "row-2" },
    ]);

    public static UserBatchResponse Mixed { get; } = new(
        RequestId,
        BatchResult.PartiallySucceeded,
        [Summary],
        [
            new UserResult(0, "row-1", Outcome.Created, "512", null, Summary.Id, null, null),
            new UserResult(1, "row-2", Outcome.Rejected, null, null, Summary.Id, "VALIDATION_ERROR", "Property values were not valid: hs_email (INVALID_EMAIL)"),
        ]);

    public static UserBatchResponse Created { get; } = Mixed with
    {
        Outcome = BatchResult.Succeeded,
        Batches = [Summary with { Result = BatchResult.Succeeded, Counts = OneCreated, HttpStatus = 201 }],
        Results = [Mixed.Results[0]],
    };

    public static UserBatchResponse Rejected { get; } = Mixed with
    {
        Outcome = BatchResult.Failed,
        Batches = [Summary with { Result = BatchResult.Failed, Counts = OneRejected }],
        Results = [Mixed.Results[1] with { Index = 0 }],
    };

    public static QueuedResponse Queued { get; } = new(RequestId, 2500, 25);

    private static ImportedFile File => new(
        UserFileKind.Csv, "utf-8", "comma", [new ImportedColumn(1, ColumnRole.Property, "hs_email"), new ImportedColumn(2, ColumnRole.Property, "hs_given_name")], PropertiesChecked: true);

    private static LineError LineError => new(17, string.Empty, "The line has 3 fields, the header 2. A separator in a field must be within quotes.", Column: null);

    public static ImportResponse Import { get; } = new(RequestId, 100_000, 99_999, 1, 2, 1000, File, [LineError]);

    public static ImportCheck Check { get; } = new(100_000, 99_999, 1, 2, File, [LineError]);

    public static BatchView Batch { get; } = new(
        Summary.Id, Summary.Result, OneOfTwo, "COMPLETE", 207, Summary.CorrelationId, null, "1 × VALIDATION_ERROR Property values were not valid: hs_email (INVALID_EMAIL)", "Http", Noon, 312);

    public static UserView User { get; } = new(0, RequestId, "row-1", nameof(Outcome.Created), "512", null, Summary.Id, null, null, null, 1, Noon);

    public static RequestView Progress { get; } = new(
        RequestId, RequestKind.Queued, RequestState.Queued, Noon, 2500, 25, null, null, new Dictionary<string, int>(StringComparer.Ordinal) { ["Created"] = 1300 }, 1200, 0, [User], "100");

    public static BatchList Batches { get; } = new("20261124", [Batch], "251638223999999-019ab4d2a6f57a108c442f6f0e9d7b11");

    public static BatchDetail Detail { get; } = new(Batch, [User]);

    public static RequestList Requests { get; } = new("20261124", [Progress with { Kind = RequestKind.Import, State = RequestState.Done, Lines = 2501, FaultyLines = 1, Pending = 0, NeedsAttention = 1, Users = null, Continuation = null }], "251638223999999-" + RequestId);

    public static UserLine CreatedLine { get; } = UserLine.Of(User with { ObjectWriteTraceId = "line-2" });

    public static UserLine FaultyLine { get; } = UserLine.Of(RequestId, 17, [new LineFault(17, string.Empty, "The line has 3 fields, the header 2.")]);

    public static UserPage Lines { get; } = new([CreatedLine, FaultyLine], null);

    public const string CsvOfUsers = "line,index,traceId,sourceId,outcome,id,existingId,category,message,batchId,completedAt\r\n2,0,line-2," + RequestId + ",Created,512,,,," + BatchId + ",2026-11-24T12:00:00.0000000+00:00\r\n";

    public static FindRequest Find { get; } = new("ada@example.com");

    public static FoundUsers Found { get; } = new([CreatedLine], IsComplete: true);

    public static string JsonLinesOfUsers { get; } = string.Concat(Lines.Users.Select(line => JsonSerializer.Serialize(line, HttpJson.Default.UserLine) + "\n"));

    public static UserList Users { get; } = new(RequestId, [User], null);

    public static StatusView Status { get; } = new(
        ProcessingMode.Run,
        new PauseView("RateLimit", "HubSpot asked to wait", Noon, NeedsPerson: false),
        new QueueView(12, 5, 4, 3, 42),
        new PoisonStatus(2, 3600),
        new RateView(1210.5, 1900),
        new DayView(1_000_000, 987_654),
        120,
        Version,
        [new InstanceView("019ab4d2a6f07c3e9d1b5a4f3c2e1d01", Version, Noon, Noon, 1210.5, 3)],
        "12345678");

    public static RightsView Rights { get; } = new([new("table HubSpotUsers", RightState.Granted), new("queue users", RightState.Granted), new("token scopes", RightState.Missing, "The token lacks crm.objects.users.read.")]);

    public static OutcomesView Outcomes { get; } = new(Noon.AddHours(-1), Noon, 10, new("20261124", 48_210, 640, 12, 1, 0), [new(Noon.AddMinutes(-1), 11_890, 12, 3, 1, 0)]);

    public static ModeView Paused { get; } = new(ProcessingMode.Pause, new PauseView("Operator", "Sending is paused by an operator", Noon, NeedsPerson: true));

    public static ModeView Resumed { get; } = new(ProcessingMode.Run, Pause: null);

    private static SendingView Sending => new(ProcessingMode.Run, PausedFor: null, Until: null);

    public static HealthView Ready { get; } = new("ready", Version, [new("storage", Ready: true), new("queue", Ready: true), new("token", Ready: true)], Sending);

    public static HealthView NotReady { get; } = new("notReady", Version, [new("storage", Ready: true), new("queue", Ready: true), new("token", Ready: false, "There is no usable token in Key Vault, or Key Vault cannot be asked")], Sending);
}
