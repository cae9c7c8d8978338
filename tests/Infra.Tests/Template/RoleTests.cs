namespace Infra.Tests.Template;

public sealed class RoleTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string TableDataReader = "76199698-9eea-4c19-bc75-cec21354c6b6";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";

    private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    private const string LogAnalyticsReader = "73c42c96-874c-492b-b04d-ab87d138a893";

    private enum Holder
    {
        App,
        Platform,
        Operator,
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_platform_keeps_package_and_keys_and_no_more(string environment)
    {
        Assert.Equal([("host storage", BlobDataOwner)], Assignments(Snapshot.Of(environment), Holder.Platform));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Package_and_keys_are_reached_with_the_platform_s_identity_and_all_else_with_the_app_s(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var site = snapshot.Single("Microsoft.Web/sites");

        Assert.EndsWith("-platform", site["functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId"], StringComparison.Ordinal);
        Assert.Equal(2, site.Json.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject().Count());
        Assert.Contains("-platform'", snapshot.Settings["AzureWebJobsStorage__clientId"], StringComparison.Ordinal);
        Assert.All(
            ["AZURE_CLIENT_ID", "UsersStorage__clientId", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"],
            setting => Assert.DoesNotContain("-platform", snapshot.Settings[setting], StringComparison.Ordinal));

        // Settings that refer to the vault; without a name the platform takes an identity that the app has not.
        Assert.Contains("/userAssignedIdentities/", site["keyVaultReferenceIdentity"], StringComparison.Ordinal);
        Assert.DoesNotContain("-platform", site["keyVaultReferenceIdentity"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_app_may_do_this_and_no_more(string environment)
    {
        var snapshot = Snapshot.Of(environment);

        Assert.Equal(
            Ordered(
                ("queues/users", QueueDataContributor),
                ("queues/users-poison", QueueDataContributor),
                ("queues/users-tasks", QueueDataContributor),
                ("tables/HubSpotBatches", TableDataContributor),
                ("tables/HubSpotControl", TableDataContributor),
                ("tables/HubSpotIntents", TableDataContributor),
                ("tables/HubSpotPoison", TableDataContributor),
                ("tables/HubSpotRequests", TableDataContributor),
                ("tables/HubSpotUsers", TableDataContributor),
                ("vault", SecretsUser),
                ("telemetry", MetricsPublisher)),
            Ordered([.. Assignments(snapshot, Holder.App)]));
    }

    [Fact]
    public void Operators_may_do_this_and_no_more()
    {
        Assert.Equal(
            Ordered(
                ("group", Reader),
                ("logs", LogAnalyticsReader),
                ("queues/users", QueueDataContributor),
                ("queues/users-poison", QueueDataContributor),
                ("tables/HubSpotBatches", TableDataReader),
                ("tables/HubSpotControl", TableDataContributor),
                ("tables/HubSpotIntents", TableDataReader),
                ("tables/HubSpotPoison", TableDataReader),
                ("tables/HubSpotRequests", TableDataReader),
                ("tables/HubSpotUsers", TableDataReader),
                ("vault", SecretsOfficer)),
            Ordered([.. Assignments(Snapshot.Of("prod"), Holder.Operator)]));
    }

    [Fact]
    public void Nothing_is_granted_unless_a_principal_is_named()
    {
        Assert.Empty(Assignments(Snapshot.Of("dev"), Holder.Operator));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void No_two_assignments_have_one_name(string environment)
    {
        var names = Snapshot.Of(environment).All("Microsoft.Authorization/roleAssignments").Select(assignment => assignment.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void With_azd_whoever_deploys_is_the_operator()
    {
        var granted = Snapshot.Azd.All("Microsoft.Authorization/roleAssignments").Where(assignment => assignment["principalId"] is "[deployer().objectId]");

        Assert.Equal(Assignments(Snapshot.Of("prod"), Holder.Operator).Count(), granted.Count());
    }

    private static IEnumerable<(string Scope, string Role)> Assignments(Snapshot snapshot, Holder holder) =>
        from assignment in snapshot.All("Microsoft.Authorization/roleAssignments")
        where HolderOf(assignment["principalId"]!) == holder
        let role = assignment["roleDefinitionId"]!
        select (ScopeOf(assignment.Id), role[(role.LastIndexOf('/') + 1)..]);

    private static Holder HolderOf(string principal) =>
        principal.Contains("-platform'", StringComparison.Ordinal) ? Holder.Platform
        : principal.StartsWith("[reference(", StringComparison.Ordinal) ? Holder.App
        : Holder.Operator;

    private static string ScopeOf(string id)
    {
        var scope = id[..id.IndexOf("/providers/Microsoft.Authorization/", StringComparison.Ordinal)];
        var parts = scope.Split('/');
        return parts[^2] switch
        {
            "queues" or "tables" => $"{parts[^2]}/{parts[^1]}",
            "storageAccounts" when parts[^1].StartsWith("sthost", StringComparison.Ordinal) => "host storage",
            "vaults" => "vault",
            "components" => "telemetry",
            "workspaces" => "logs",
            "resourceGroups" => "group",
            _ => scope,
        };
    }

    private static List<(string Scope, string Role)> Ordered(params (string Scope, string Role)[] assignments) =>
        [.. assignments.OrderBy(assignment => assignment.Scope, StringComparer.Ordinal).ThenBy(assignment => assignment.Role, StringComparer.Ordinal)];
}
