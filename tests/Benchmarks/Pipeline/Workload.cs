using HubSpotUsers;

namespace Benchmarks.Pipeline;

/// <summary>Users made beforehand: as submissions for the library, and as calls of the same bytes for a loop. Both go around them.</summary>
internal sealed class Workload
{
    private const int BatchSize = 100;

    private Workload(IReadOnlyList<Submission> submissions) => Submissions = submissions;

    /// <summary>What the library is given.</summary>
    public IReadOnlyList<Submission> Submissions { get; }

    /// <summary>Makes the users.</summary>
    /// <param name="users">How many.</param>
    /// <param name="usersPerMessage">How many come together.</param>
    /// <param name="now">When they come.</param>
    public static Workload Of(int users, int usersPerMessage, DateTimeOffset now) => new([.. Enumerable.Range(0, users / usersPerMessage).Select(message =>
        new Submission(
            SubmissionSource.Queue,
            SourceId.Of(Guid.NewGuid().ToString(), now),
            [.. Enumerable.Range(0, usersPerMessage).Select(index => new SubmittedInput(index, User((message * usersPerMessage) + index)))]))]);

    /// <summary>The users as a loop sends them, with the trace ids the library gives them.</summary>
    /// <param name="usersPerCall">How many a call has.</param>
    public IReadOnlyList<UserInput[]> Calls(int usersPerCall = BatchSize) => [.. Submissions
        .SelectMany(submission => submission.Inputs.Select(input => input.User with { ObjectWriteTraceId = submission.SourceId.InputKey(input.Index) }))
        .Chunk(usersPerCall)];

    private static UserInput User(int number) => new()
    {
        Associations = [],
        Properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["hs_email"] = UserText.EmailOf(number),
            ["hs_given_name"] = "Ada",
            ["hs_family_name"] = "Brown",
            ["hs_job_title"] = "Sales engineer",
        },
    };
}
