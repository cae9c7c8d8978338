using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Infra.Tests.HostJson;

/// <summary>The settings of the queue listener in host.json that promises rest on. The sections are those of the listener's <c>QueuesOptions</c>.</summary>
public sealed class QueueListenerTests
{
    private static readonly IConfigurationSection Queues =
        new ConfigurationBuilder().AddJsonFile(Repository.PathOf("host.json")).Build().GetSection("extensions:queues");

    private static readonly TimeSpan Visibility = TimeSpan.Parse(Queues["visibilityTimeout"]!, CultureInfo.InvariantCulture);

    /// <summary>
    /// The host's copy of a message in poison has lost the identity of its users and whether they may have been created, so the host must never make one; the
    /// app counts deliveries itself. While storage fails, each message can fail once every <c>visibilityTimeout</c>, and must bear that for a month.
    /// </summary>
    [Fact]
    public void The_host_poisons_no_message_by_itself()
    {
        var deliveries = Number("maxDequeueCount");

        Assert.Equal(100_000, deliveries);
        Assert.True(deliveries * Visibility > TimeSpan.FromDays(30));
    }

    /// <summary>
    /// A failed invocation leaves its message invisible for so long. At the default of zero it would come again at once, so that the deliveries above would be
    /// used up soon while storage fails. <c>DeadWorkerTests</c> of the library rest on it, too.
    /// </summary>
    [Fact]
    public void A_message_whose_invocation_failed_waits_before_it_comes_again() => Assert.Equal(TimeSpan.FromSeconds(30), Visibility);

    /// <summary>
    /// An operation of storage receives 32 messages at most, and the next one follows once no more than 968 are being processed: 1,000 at once, ten full batches of
    /// messages of one user each. <c>IntakeLimiter</c> bounds what they hold.
    /// </summary>
    [Fact]
    public void A_thousand_messages_are_processed_at_once()
    {
        Assert.Equal(32, Number("batchSize"));
        Assert.Equal(1_000, Number("batchSize") + Number("newBatchThreshold"));
    }

    /// <summary>By default the host decodes base64, and a message that is plain JSON never reaches the app, which reads both.</summary>
    [Fact]
    public void A_message_reaches_the_app_as_it_was_sent() => Assert.Equal("none", Queues["messageEncoding"]);

    /// <summary>At the default, a minute, a lone message could wait that long when the queue has been empty for a while.</summary>
    [Fact]
    public void An_empty_queue_is_looked_at_every_two_seconds() => Assert.Equal("00:00:02", Queues["maxPollingInterval"]);

    private static int Number(string setting) => int.Parse(Queues[setting]!, CultureInfo.InvariantCulture);
}
