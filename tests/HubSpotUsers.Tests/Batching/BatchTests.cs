using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using Testing.Builders;

namespace HubSpotUsers.Tests.Batching;

public sealed class BatchTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_batch_is_full_at_its_most_inputs()
    {
        var batch = new Batch(Id, new BatchingOptions { MaxInputs = 2 });

        var added = Add(batch, Submissions.Count(3));

        Assert.Equal([true, true, false], added);
        Assert.True(batch.IsFull);
    }

    [Fact]
    public void The_body_stays_within_its_most_bytes()
    {
        var batch = new Batch(Id, new BatchingOptions { MaxBytes = 400 });

        var added = Add(batch, Submissions.Count(10));

        Assert.Equal(added.Count(isIn => isIn), batch.Inputs.Count);
        Assert.InRange(RequestBody.Of(batch.Inputs).Length, 250, 400);
        Assert.True(batch.IsFull);
    }

    [Fact]
    public void An_input_larger_than_a_batch_goes_alone()
    {
        var batch = new Batch(Id, new BatchingOptions { MaxBytes = 100 });

        var added = Add(batch, Submissions.Of("m", Users.With(("a", new string('x', 500))), Users.With()));

        Assert.Equal([true, false], added);
    }

    [Fact]
    public void What_does_not_fit_lets_nothing_past_it()
    {
        var batch = new Batch(Id, new BatchingOptions { MaxBytes = 300 });

        var added = Add(batch, Submissions.Of("m", Users.With(), Users.With(("a", new string('x', 500))), Users.With()));

        Assert.Equal([true, false, false], added);
    }

    [Fact]
    public void Inputs_of_one_unique_value_never_share_a_batch()
    {
        var batch = new Batch(Id, new BatchingOptions());

        var added = Add(batch, Submissions.Of("m", Users.Named("anna"), Users.Named("ANNA"), Users.Named("bert"), Users.With(), Users.With()));

        Assert.Equal([true, false, true, true, true], added);
        Assert.False(batch.IsFull);
    }

    [Fact]
    public void Blanks_around_a_value_and_its_case_make_no_other_value_and_a_blank_one_is_none()
    {
        var batch = new Batch(Id, new BatchingOptions());

        var added = Add(batch, Submissions.Of("m", [.. new[] { "a@b.c", " A@B.c\t", string.Empty, "  ", "\t" }.Select(value => Users.With(("hs_email", value)))]));

        Assert.Equal([true, false, true, true, true], added);
    }

    [Fact]
    public void Inputs_of_one_key_never_share_a_batch()
    {
        var batch = new Batch(Id, new BatchingOptions());

        List<bool> added = [.. Add(batch, Submissions.Of("m", Users.Named("a"))), .. Add(batch, Submissions.Of("m", Users.Named("b")))];

        Assert.Equal([true, false], added);
    }

    [Fact]
    public void An_input_waits_behind_one_that_waits_and_shares_a_value()
    {
        var batch = new Batch(Id, new BatchingOptions());

        List<bool> added =
        [
            .. Add(batch, Submissions.Of("m", Users.Named("a"))),
            .. Add(batch, Submissions.Of("m", Users.Named("b"))),
            .. Add(batch, Submissions.Of("n", Users.Named("b"))),
        ];

        Assert.Equal([true, false, false], added);
    }

    private static List<bool> Add(Batch batch, Submission submission)
    {
        var added = new List<bool>();
        foreach (var input in Submissions.Pending(submission).Inputs)
        {
            var isAccepted = batch.Accepts(input);
            added.Add(isAccepted);
            if (isAccepted)
            {
                batch.Add(input);
            }
        }

        return added;
    }
}
