using HubSpotUsers;
using HubSpotUsers.Batching;

namespace Testing.Builders;

/// <summary>Builds filled batches.</summary>
internal static class Batches
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public static readonly Guid Id = Guid.CreateVersion7(Now);

    public static Batch Of(params Submission[] submissions)
    {
        var batch = new Batch(Id, new BatchingOptions());
        foreach (var input in submissions.SelectMany(submission => Submissions.Pending(submission).Inputs))
        {
            Assert.True(batch.Accepts(input) && input.TryClaim());
            batch.Add(input);
        }

        return batch;
    }
}
