using System.Text.Json;
using HubSpotUsers.Batching;

namespace Infra.Tests.Template;

/// <summary>What the plan takes and what it refuses (Azure Functions: Flex Consumption plan, deprecated properties and settings).</summary>
public sealed class FlexConsumptionTests
{
    private static readonly string[] RefusedSettings =
    [
        "ENABLE_ORYX_BUILD", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_MAX_HTTP_CONCURRENCY", "FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED",
        "FUNCTIONS_WORKER_PROCESS_COUNT", "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_WORKER_RUNTIME_VERSION", "SCM_DO_BUILD_DURING_DEPLOYMENT",
        "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTOVERVNET", "WEBSITE_CONTENTSHARE", "WEBSITE_DNS_SERVER",
        "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT", "WEBSITE_NODE_DEFAULT_VERSION", "WEBSITE_RUN_FROM_PACKAGE",
        "WEBSITE_SKIP_CONTENTSHARE_VALIDATION", "WEBSITE_VNET_ROUTE_ALL",
    ];

    private static readonly string[] TakenSiteConfig = ["http20Enabled", "minTlsVersion"];

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void No_setting_is_refused(string environment)
    {
        Assert.Empty(Snapshot.Of(environment).Settings.Keys.Intersect(RefusedSettings, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_site_has_no_property_that_is_refused(string environment)
    {
        var site = Snapshot.Of(environment).Single("Microsoft.Web/sites");

        Assert.Equal(TakenSiteConfig, site.Properties.GetProperty("siteConfig").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.False(site.Properties.TryGetProperty("containerSize", out _));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_app_is_an_isolated_worker_of_dotnet_10_on_linux(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var site = snapshot.Single("Microsoft.Web/sites");
        var plan = snapshot.Single("Microsoft.Web/serverfarms");

        Assert.Equal("functionapp,linux", site.Json.GetProperty("kind").GetString());
        Assert.Equal(("dotnet-isolated", "10.0"), (site["functionAppConfig.runtime.name"], site["functionAppConfig.runtime.version"]));
        Assert.Equal("FC1", plan.Json.GetProperty("sku").GetProperty("name").GetString());
        Assert.Equal(bool.TrueString, plan["reserved"]);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_code_is_fetched_with_the_app_s_identity(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var storage = snapshot.Single("Microsoft.Web/sites").Properties.GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage");
        var container = snapshot.Single("Microsoft.Storage/storageAccounts/blobServices/containers");

        Assert.Equal("UserAssignedIdentity", storage.GetProperty("authentication").GetProperty("type").GetString());
        Assert.Contains($"'{container.ShortName}'", storage.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Contains($"'{container.Name.Split('/')[0]}'", storage.GetProperty("value").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void A_zone_redundant_app_always_has_two_instances(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var isZoneRedundant = snapshot.Single("Microsoft.Web/serverfarms")["zoneRedundant"] == bool.TrueString;
        var scale = snapshot.Single("Microsoft.Web/sites").Properties.GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency");
        var always = scale.GetProperty("alwaysReady").EnumerateArray().ToList();

        Assert.Equal(isZoneRedundant, always.Count > 0);
        Assert.All(always, AtLeastTwo);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Few_instances_share_the_limit_and_each_takes_requests_enough_to_fill_batches(string environment)
    {
        var scale = Snapshot.Of(environment).Single("Microsoft.Web/sites").Properties.GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency");

        Assert.InRange(scale.GetProperty("maximumInstanceCount").GetInt32(), 2, 4);
        Assert.InRange(scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetInt32(), 2 * new BatchingOptions().MaxInputs, 1000);
        Assert.Equal(2048, scale.GetProperty("instanceMemoryMB").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_host_finds_its_storage_by_account_and_by_address(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var account = snapshot.Single("Microsoft.Storage/storageAccounts/blobServices/containers").Name.Split('/')[0];

        Assert.Equal(account, snapshot.Settings["AzureWebJobsStorage__accountName"]);
        Assert.Contains($"'{account}'", snapshot.Settings["AzureWebJobsStorage__blobServiceUri"], StringComparison.Ordinal);
        Assert.Equal("managedidentity", snapshot.Settings["AzureWebJobsStorage__credential"]);
    }

    [Fact]
    public void What_is_always_ready_is_a_function_the_app_has()
    {
        var names = Snapshot.Of("prod").Single("Microsoft.Web/sites").Properties.GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency")
            .GetProperty("alwaysReady").EnumerateArray().Select(instances => instances.GetProperty("name").GetString()!).ToList();

        Assert.Contains("http", names);
        Assert.All(names.Where(name => name is not "http"), name => Assert.Contains($"src/Functions/{name["function:".Length..]}.cs", Repository.Files("src/Functions", "*.cs")));
    }

    [Fact]
    public void The_app_carries_the_tag_of_its_service_in_azure_yaml()
    {
        var tags = Snapshot.Of("dev").Single("Microsoft.Web/sites").Json.GetProperty("tags");

        Assert.Contains($"\n  {tags.GetProperty("azd-service-name").GetString()}:\n", Repository.Read("azure.yaml"), StringComparison.Ordinal);
    }

    private static void AtLeastTwo(JsonElement instances) => Assert.InRange(instances.GetProperty("instanceCount").GetInt32(), 2, 1000);
}
