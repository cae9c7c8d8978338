using HubSpotUsers;
using HubSpotUsers.HubSpot;

namespace Testing.Builders;

/// <summary>Builds submissions.</summary>
internal static class Submissions
{
    private static readonly DateTimeOffset InsertedOn = new(2026, 11, 23, 9, 59, 0, TimeSpan.Zero);

    public static Submission Of(string sourceId, params UserInput[] users) =>
        new(SubmissionSource.Queue, SourceId.Of(sourceId, InsertedOn), [.. users.Select((user, index) => new SubmittedInput(index, user))]);

    public static Submission Count(int count, string sourceId = "message") =>
        Of(sourceId, [.. Enumerable.Range(0, count).Select(index => Users.Named($"{sourceId}.{index}"))]);

    /// <summary>The same, as the ledger gives it free: without rows, and sent before or not.</summary>
    public static Submission Cleared(Submission submission, Func<int, DateTimeOffset?> sentAt) =>
        submission with { Inputs = [.. submission.Inputs.Select(input => input with { Clearance = new Clearance(Row: null, sentAt(input.Index)) })] };

    internal static PendingSubmission Pending(Submission submission, string? uniqueProperty = "hs_email", long arrivedAt = 0) =>
        new(submission, uniqueProperty, RequestBody.Of, arrivedAt);
}
