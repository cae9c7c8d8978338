using Sandbox.View;

namespace Cli.Tests.Sandboxes;

public sealed class RunProgressTests
{
    [Fact]
    public void The_users_own_rows_say_more_than_the_calls_whose_rows_come_later()
    {
        var ofCalls = new RunProgress(Sent: 200, Batched: 100, Created: 90, Duplicate: 0, Rejected: 2, Unknown: 8, Calls: 2);

        var progress = ofCalls.With(new Dictionary<string, int>(StringComparer.Ordinal) { ["Created"] = 197, ["Rejected"] = 2, ["Invalid"] = 1 });

        Assert.Equal((200, 199, 2), (progress.Sent, progress.Settled, progress.Calls));
        Assert.Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["Created"] = 197, ["Rejected"] = 2 }, progress.Outcomes);
    }
}
