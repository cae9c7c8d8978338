using System.Text.RegularExpressions;

namespace Infra.Tests.Template;

public sealed partial class SecurityTests
{
    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Storage_takes_identities_over_TLS_and_nothing_else(string environment)
    {
        var accounts = Snapshot.Of(environment).All("Microsoft.Storage/storageAccounts");

        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account =>
        {
            Assert.Equal(bool.FalseString, account["allowSharedKeyAccess"]);
            Assert.Equal(bool.FalseString, account["allowBlobPublicAccess"]);
            Assert.Equal(bool.FalseString, account["isLocalUserEnabled"]);
            Assert.Equal("TLS1_2", account["minimumTlsVersion"]);
            Assert.Equal(bool.TrueString, account["supportsHttpsTrafficOnly"]);
        });
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_app_is_reached_over_TLS_and_published_without_a_password(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var site = snapshot.Single("Microsoft.Web/sites");
        var passwords = snapshot.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal(bool.TrueString, site["httpsOnly"]);
        Assert.Equal("1.2", site["siteConfig.minTlsVersion"]);
        Assert.Equal(["ftp", "scm"], passwords.Select(policy => policy.ShortName).Order(StringComparer.Ordinal));
        Assert.All(passwords, policy => Assert.Equal(bool.FalseString, policy["allow"]));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Telemetry_is_taken_from_identities_only(string environment)
    {
        var snapshot = Snapshot.Of(environment);

        Assert.Equal(bool.TrueString, snapshot.Single("Microsoft.Insights/components")["DisableLocalAuth"]);
        Assert.Equal(bool.TrueString, snapshot.Single("Microsoft.OperationalInsights/workspaces")["features.disableLocalAuth"]);
        Assert.Contains("Authorization=AAD", snapshot.Settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev", null)]
    [InlineData("prod", "True")]
    public void The_vault_asks_roles_and_forgives_a_deletion(string environment, string? purgeProtection)
    {
        var vault = Snapshot.Of(environment).Single("Microsoft.KeyVault/vaults");

        Assert.Equal(bool.TrueString, vault["enableRbacAuthorization"]);
        Assert.Equal(bool.TrueString, vault["enableSoftDelete"]);

        // Anything but true or nothing is refused by Azure once it was true.
        Assert.Equal(purgeProtection ?? string.Empty, vault["enablePurgeProtection"] ?? string.Empty);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Nothing_in_the_template_is_a_key(string environment)
    {
        Assert.Empty(Secrets().Matches(Snapshot.Of(environment).Text).Select(match => match.Value));
        Assert.DoesNotContain("Microsoft.KeyVault/vaults/secrets", Snapshot.Of(environment).Resources.Select(resource => resource.Type));
    }

    [Fact]
    public void No_parameter_and_no_output_is_a_secret()
    {
        var names = Repository.Files("infra", "*.bicep")
            .SelectMany(file => Declaration().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value))
            .ToList();

        Assert.Contains("environmentName", names);

        // Where telemetry goes; it opens nothing, since local authentication is off.
        Assert.Equal(
            ["applicationInsightsConnectionString", "connectionString"],
            names.Where(name => Suspicious().IsMatch(name)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("@secure", string.Concat(Repository.Files("infra", "*.bicep").Select(Repository.Read)), StringComparison.Ordinal);
    }

    [GeneratedRegex("AccountKey=|SharedAccess|listKeys|InstrumentationKey=|pat-[a-z]{2}[0-9]-|Bearer |BEGIN [A-Z ]*PRIVATE", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secrets();

    [GeneratedRegex(@"^(param|output) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex("key$|token|password|secret|connection|sas$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suspicious();
}
