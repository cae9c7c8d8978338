using System.Threading.Channels;
using FsCheck.Xunit;
using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Batching;

public sealed class BatchFillerProperties
{
    private static readonly BatchingOptions Options = new() { MaxInputs = 5, MaxBytes = 900 };

    [Property(MaxTest = 200, Arbitrary = [typeof(Arrivals)])]
    public async Task No_input_is_lost_or_doubled_and_every_batch_keeps_its_limits(Arrivals[] arrivals)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        List<PendingInput> sent = [];

        var batches = await FillAsync(arrivals, sent);

        var batched = batches.SelectMany(batch => batch.Inputs).ToList();
        Assert.Distinct(batched);
        Assert.All(sent.Except(batched), input => Assert.False(input.TryClaim()));
        Assert.All(batches, batch => Assert.InRange(batch.Inputs.Count, 0, Options.MaxInputs));
        Assert.All(batches, batch => Assert.True(batch.Inputs.Count <= 1 || RequestBody.Of(batch.Inputs).Length <= Options.MaxBytes));
        Assert.All(batches, batch => Assert.Distinct(batch.Inputs.Select(input => input.UniqueValue).OfType<string>(), StringComparer.OrdinalIgnoreCase));
        foreach (var sharing in batched.Where(input => input.UniqueValue is not null).GroupBy(input => input.UniqueValue, StringComparer.OrdinalIgnoreCase))
        {
            var inOrder = sent.Where(sharing.Contains);
            Assert.Equal(inOrder, sharing);
        }
    }

    private static async Task<List<Batch>> FillAsync(Arrivals[] arrivals, List<PendingInput> sent)
    {
        var time = new VirtualTime();
        var channel = Channel.CreateUnbounded<PendingInput>();
        var filler = new BatchFiller(channel.Reader, Options, time);
        var coming = new Queue<Arrivals>(arrivals);
        var batches = new List<Batch>();
        if (arrivals.Length is 0)
        {
            channel.Writer.Complete();
        }

        while (coming.Count > 0 || await filler.WaitForInputAsync(default))
        {
            Arrive(coming, channel.Writer, time, sent);
            var fill = filler.FillAsync(default);
            while (!fill.IsCompleted)
            {
                // Whichever comes first, the filler's turn, a newcomer or its timer: the laws hold.
                await Eventually.TrueAsync(() => fill.IsCompleted || time.Timers > 0);
                if (time.GetTimestamp() % 3 is 0)
                {
                    Arrive(coming, channel.Writer, time, sent);
                    time.Advance(TimeSpan.FromTicks(400_001));
                }
                else
                {
                    time.AdvanceToNext();
                    time.Advance(TimeSpan.FromTicks(1));
                }
            }

            batches.Add(await fill);
        }

        return batches;
    }

    private static void Arrive(Queue<Arrivals> coming, ChannelWriter<PendingInput> writer, VirtualTime time, List<PendingInput> sent)
    {
        if (!coming.TryDequeue(out var arrival))
        {
            return;
        }

        var users = arrival.Inputs.Select(input => input.Value < 0
            ? Users.With(("a", new string('x', input.Bytes)))
            : Users.With(("hs_email", $"{(sent.Count % 2 is 0 ? "V" : "v")}{input.Value}"), ("a", new string('x', input.Bytes))));
        var pending = Submissions.Pending(Submissions.Of($"m{coming.Count}", [.. users]), arrivedAt: time.GetTimestamp());
        for (var index = 0; index < pending.Inputs.Count; index++)
        {
            sent.Add(pending.Inputs[index]);
            Assert.True(!arrival.Inputs[index].IsDeferred || pending.Inputs[index].TryClaim());
            Assert.True(writer.TryWrite(pending.Inputs[index]));
        }

        if (coming.Count is 0)
        {
            writer.Complete();
        }
    }
}
