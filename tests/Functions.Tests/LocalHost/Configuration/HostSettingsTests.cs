using Azure.Storage.Queues;
using LocalHost.Configuration;

namespace Functions.Tests.LocalHost.Configuration;

public sealed class HostSettingsTests
{
    [Fact]
    public void Defaults_are_those_of_the_real_host()
    {
        var settings = Settings.Host();

        Assert.Equal(
            new QueueSettings(16, 8, 5, TimeSpan.Zero, TimeSpan.FromMinutes(1), QueueMessageEncoding.Base64),
            settings.Queues);
        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), settings.LeaseDuration);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.ShutdownDelay);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.ShutdownGrace);
    }

    [Fact]
    public void Values_of_host_json_are_taken()
    {
        var settings = Settings.Host(
            ("extensions:queues:batchSize", "32"),
            ("extensions:queues:newBatchThreshold", "968"),
            ("extensions:queues:maxDequeueCount", "3"),
            ("extensions:queues:visibilityTimeout", "00:00:30"),
            ("extensions:queues:maxPollingInterval", "00:00:02"),
            ("extensions:queues:messageEncoding", "None"),
            ("extensions:http:routePrefix", string.Empty),
            ("functionTimeout", "-1"));

        Assert.Equal(
            new QueueSettings(32, 968, 3, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), QueueMessageEncoding.None),
            settings.Queues);
        Assert.Empty(settings.RoutePrefix);
        Assert.Equal(Timeout.InfiniteTimeSpan, settings.FunctionTimeout);
    }

    [Fact]
    public void NewBatchThreshold_NotSet_IsHalfOfTheBatchSize() =>
        Assert.Equal(5, Settings.Host(("extensions:queues:batchSize", "10")).Queues.NewBatchThreshold);

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var exception = Assert.Throws<StartFailedException>(() => Settings.Host(
            ("extensions:queues:batchSize", "33"),
            ("extensions:queues:newBatchThreshold", "-1"),
            ("extensions:queues:maxDequeueCount", "many"),
            ("extensions:queues:visibilityTimeout", "soon"),
            ("extensions:queues:maxPollingInterval", "00:00:00.05"),
            ("extensions:queues:messageEncoding", "utf8"),
            ("functionTimeout", "00:00:00")));

        Assert.Equal(7, exception.Faults.Count);
        Assert.All(exception.Faults, fault => Assert.Contains(fault, exception.Message, StringComparison.Ordinal));
        Assert.Contains("host.json: extensions.queues.batchSize is '33' but must be a whole number from 1 to 32.", exception.Faults, StringComparer.Ordinal);
        Assert.Contains("host.json: extensions.queues.messageEncoding is 'utf8' but must be base64 or none.", exception.Faults, StringComparer.Ordinal);
    }
}
