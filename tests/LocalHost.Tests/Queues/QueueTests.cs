using Azure.Storage.Queues;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Queues;

public sealed class QueueTests(ProbeEnvironment probe)
{
    [Fact]
    public async Task A_message_is_deleted_after_success_and_one_that_fails_ends_as_poison()
    {
        var queue = await probe.CreateQueueAsync();
        await using var host = await probe.StartHostAsync(queue.Name);

        await queue.SendMessageAsync("work");
        await queue.WaitUntilEmptyAsync();
        await queue.SendMessageAsync("fail");
        await queue.WaitUntilEmptyAsync();

        // Five as host.json says, and the message that succeeded is not among the poison.
        var poison = await probe.OpenPoisonAsync(queue);
        Assert.Equal(["fail"], await poison.WaitForBodiesAsync());
        await host.WaitForLineAsync("failing at delivery 5");
        Assert.Equal(5, host.CountOf("failing at delivery"));
    }

    [Fact]
    public async Task Settings_outrank_the_queue_settings_of_host_json()
    {
        var queue = await probe.CreateQueueAsync(QueueMessageEncoding.Base64);
        await using var host = await probe.StartHostAsync(
            queue.Name,
            ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "2"),
            ("AzureFunctionsJobHost__extensions__queues__messageEncoding", "base64"));

        await queue.SendMessageAsync("fail");

        var poison = await probe.OpenPoisonAsync(queue, QueueMessageEncoding.Base64);
        Assert.Equal(["fail"], await poison.WaitForBodiesAsync());
        await host.WaitForLineAsync("failing at delivery 2");
        Assert.Equal(2, host.CountOf("failing at delivery"));
    }
}
