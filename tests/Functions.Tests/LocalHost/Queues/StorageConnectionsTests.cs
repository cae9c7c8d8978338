using Functions.Tests.LocalHost.Configuration;
using LocalHost.Configuration;
using LocalHost.Queues;

namespace Functions.Tests.LocalHost.Queues;

public sealed class StorageConnectionsTests
{
    private const string ConnectionString = "UseDevelopmentStorage=true";
    private const string EmulatorAccount = "devstoreaccount1";

    [Theory]
    [InlineData("UsersStorage")]
    [InlineData("AzureWebJobsUsersStorage")]
    [InlineData("ConnectionStrings:UsersStorage")]
    public void A_connection_string_is_found_where_the_real_host_looks(string setting) =>
        Assert.Equal(EmulatorAccount, Account("UsersStorage", (setting, ConnectionString)));

    [Fact]
    public void No_connection_named_means_the_hosts_own_storage() =>
        Assert.Equal(EmulatorAccount, Account(null, ("AzureWebJobsStorage", ConnectionString)));

    [Theory]
    [InlineData("queueServiceUri", "https://users.queue.core.windows.net")]
    [InlineData("serviceUri", "https://users.queue.core.windows.net")]
    [InlineData("accountName", "users")]
    public void An_identity_needs_only_the_address(string setting, string value) =>
        Assert.Equal("users", Account("UsersStorage", ($"UsersStorage:{setting}", value), ("UsersStorage:credential", "managedidentity")));

    [Fact]
    public void A_connection_without_settings_is_a_fault()
    {
        var faults = new StartFaults();

        new StorageConnections(Settings.Of(), faults).Queues("UsersStorage", "F");

        Assert.Contains("connection 'UsersStorage' has no settings", Assert.Throws<StartFailedException>(faults.ThrowIfAny).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UsersStorage:clientId", "1")]
    [InlineData("UsersStorage:queueServiceUri", "nowhere")]
    [InlineData("UsersStorage", "key=secret")]
    public void A_connection_that_cannot_be_used_is_a_fault_that_keeps_its_value_secret(string setting, string value)
    {
        var faults = new StartFaults();

        new StorageConnections(Settings.Of((setting, value)), faults).Queues("UsersStorage", "F");

        Assert.DoesNotContain("secret", Assert.Throws<StartFailedException>(faults.ThrowIfAny).Message, StringComparison.Ordinal);
    }

    private static string Account(string? connection, params (string Key, string? Value)[] settings) =>
        new StorageConnections(Settings.Of(settings), new StartFaults()).Queues(connection, "F").AccountName;
}
