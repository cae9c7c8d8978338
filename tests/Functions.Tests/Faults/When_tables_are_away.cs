using Functions.Tests.EndToEnd.Builders;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>
/// The tables fail for any length of time, from just after the calls, while the queue works: no message loses its identity to the
/// host's poison queue, so that no user is created twice by whoever sends it back.
/// </summary>
[Collection(FaultCollections.One)]
public sealed class When_tables_are_away(FaultEnvironment environment) : FaultTest(environment)
{
    private const int Messages = 10;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Every_user_is_created_once_and_its_message_keeps_its_identity(bool hasUniqueProperty, bool isUnreachable)
    {
        if (!hasUniqueProperty)
        {
            Run.WithoutUniqueProperty();
        }

        // A role that is missing is not tried again by the SDK; a connection that breaks is.
        var fault = isUnreachable ? StorageFault.CutBefore : StorageFault.Refused(403, "AuthorizationPermissionMismatch");
        Storage.Add(new StorageRule(StorageOperation.Transaction, "HubSpotUsers", fault) { Times = int.MaxValue });
        Storage.Add(new StorageRule(StorageOperation.ReadRows, "HubSpotUsers", fault) { Times = int.MaxValue });
        await Run.SendAllAsync([.. TestUser.Next(Messages).Select(user => user.ToInput())]);
        var before = Deferrals();
        await Run.StartAppAsync();
        await Eventually.HoldsAsync("all users sent, and deferred", () => Deferrals() - before >= 2 * Messages);
        Storage.Clear();

        var end = await Run.EndAsync();

        Assert.Equal(Messages, HubSpot.Journal.Created.Count);
        Assert.All(end.Facts.Rows, row => Assert.Equal(hasUniqueProperty ? "Created" : "Unknown", row.Outcome));
        Assert.DoesNotContain(end.Facts.Poisoned, poisoned => poisoned.Reason is "Host");
    }

    private int Deferrals() => Storage.Calls.GetValueOrDefault(StorageOperation.PutMessage);
}
