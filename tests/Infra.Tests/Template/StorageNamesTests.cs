using HubSpotUsers.Queue;
using HubSpotUsers.Secrets;
using Infra.Tests.Code;

namespace Infra.Tests.Template;

public sealed class StorageNamesTests
{
    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_queues_are_the_app_s_its_poison_queue_and_its_tasks(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var queue = snapshot.Settings["UsersQueue"];

        Assert.Equal(
            [queue, queue + PoisonQueue.Suffix, queue + TaskQueue.Suffix],
            snapshot.All("Microsoft.Storage/storageAccounts/queueServices/queues").Select(resource => resource.ShortName).Order(StringComparer.Ordinal));
        Assert.Equal("users", queue);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_tables_are_the_code_s(string environment)
    {
        Assert.Equal(
            CodeNames.Tables.Order(StringComparer.Ordinal),
            Snapshot.Of(environment).All("Microsoft.Storage/storageAccounts/tableServices/tables").Select(resource => resource.ShortName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Queues_and_tables_are_in_the_account_the_app_is_reported_of(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var account = snapshot.All("Microsoft.Storage/storageAccounts/queueServices/queues")[0].Name.Split('/')[0];

        Assert.All(
            snapshot.Resources.Where(resource => resource.Type.EndsWith("/queues", StringComparison.Ordinal) || resource.Type.EndsWith("/tables", StringComparison.Ordinal)),
            resource => Assert.StartsWith($"{account}/", resource.Name, StringComparison.Ordinal));
        Assert.All(
            ["UsersStorage__queueServiceUri", "UsersStorage__tableServiceUri"],
            setting => Assert.Contains($"'{account}'", snapshot.Settings[setting], StringComparison.Ordinal));
        Assert.Contains($"'{snapshot.Single("Microsoft.KeyVault/vaults").Name}'", snapshot.Settings["KeyVault__VaultUri"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_secret_has_one_name_in_code_templates_and_script()
    {
        var name = new KeyVaultOptions().SecretName;

        Assert.Equal(name, Snapshot.Of("dev").Settings["KeyVault__SecretName"]);
        Assert.Contains($"TOKEN_SECRET_NAME:-{name}}}", Repository.Read("infra/lib.sh"), StringComparison.Ordinal);
    }
}
