namespace Functions.Tests.LocalHost.Queues;

public sealed class ListenerLeaseTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_lease_is_renewed_at_its_half_and_the_newest_receipt_deletes()
    {
        await using var driver = new ListenerDriver((_, _) => _end.Task);
        var message = driver.Queue.Add("{}");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        driver.Time.Advance((Lease / 2) - TimeSpan.FromSeconds(1));
        Assert.Empty(driver.Queue.VisibilityUpdates);
        driver.Time.Advance(TimeSpan.FromSeconds(1));
        await Condition.BecomesTrueAsync(() => driver.Queue.VisibilityUpdates.Count == 1);
        await RenewAgainAsync(driver, renewals: 2);

        Assert.All(driver.Queue.VisibilityUpdates, visibility => Assert.Equal(Lease, visibility));
        Assert.NotEqual(message.PopReceipt, Assert.Single(driver.Invocations).PopReceipt, StringComparer.Ordinal);
        _end.SetResult();
        await Condition.BecomesTrueAsync(() => driver.Queue.Messages.Count == 0);
    }

    [Fact]
    public async Task A_message_in_work_is_never_delivered_twice_however_long_it_takes()
    {
        await using var driver = new ListenerDriver((_, _) => _end.Task, ("functionTimeout", "-1"));
        driver.Queue.Add("{}");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        for (var renewals = 1; renewals <= 5; renewals++)
        {
            await RenewAgainAsync(driver, renewals);
        }

        Assert.Single(driver.Invocations);
        _end.SetResult();
    }

    [Fact]
    public async Task A_lease_lost_before_the_delete_is_harmless()
    {
        await using var driver = new ListenerDriver((message, _) => message.Body.ToString() == "1" ? _end.Task : Task.CompletedTask);
        var lost = driver.Queue.Add("1");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        driver.Queue.LoseLease(lost);
        _end.SetResult();
        driver.Queue.Add("2");

        await driver.PassTimeUntilAsync(() => driver.Invocations.Count == 2 && driver.Queue.Messages.Count == 1);
        Assert.Same(lost, Assert.Single(driver.Queue.Messages));
    }

    [Fact]
    public async Task A_lease_lost_before_its_renewal_is_not_renewed_again()
    {
        await using var driver = new ListenerDriver((_, _) => _end.Task);
        var message = driver.Queue.Add("1");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        driver.Queue.LoseLease(message);
        driver.Time.Advance(Lease / 2);
        await Condition.BecomesTrueAsync(() => driver.Queue.Refusals == 1);
        driver.Time.Advance(Lease / 4);
        _end.SetResult();
        await driver.StopAsync();

        // One refused renewal, one refused delete.
        Assert.Equal(2, driver.Queue.Refusals);
        Assert.Empty(driver.Queue.VisibilityUpdates);
    }

    private static Task RenewAgainAsync(ListenerDriver driver, int renewals) =>
        Condition.BecomesTrueAsync(() => driver.Queue.VisibilityUpdates.Count >= renewals, driver.Time, TimeSpan.FromSeconds(30));
}
