using System.Text.RegularExpressions;

namespace Infra.Tests.Template;

/// <summary>What azd makes with infra/main.bicep, beside what the scripts make.</summary>
public sealed partial class AzdTests
{
    private const string LongestName = "Dev-0123456789-0123456789-0123456789-0123456789-0123456789-01234";

    [Fact]
    public void The_longest_name_azd_allows_fits_into_every_name()
    {
        var snapshot = Snapshot.Azd;

        Assert.Equal(64, LongestName.Length);
        Assert.InRange(snapshot.Single("Microsoft.Resources/resourceGroups").Name.Length, 1, 90);
        Assert.InRange(snapshot.Single("Microsoft.Web/sites").Name.Length, 2, 60);
        Assert.InRange(snapshot.Single("Microsoft.KeyVault/vaults").Name.Length, 3, 24);
        Assert.All(snapshot.All("Microsoft.Storage/storageAccounts"), account => Assert.Matches("^[a-z0-9]{3,24}$", account.Name));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Its_environments_share_no_name_with_those_of_the_scripts(string environment)
    {
        string[] global = ["Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.Web/sites"];
        var names = Names(Snapshot.Of(environment)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(4, names.Count);
        Assert.DoesNotContain(Names(Snapshot.Azd), names.Contains);
        Assert.NotEqual($"rg-hubspot-users-{environment}", Snapshot.Azd.Single("Microsoft.Resources/resourceGroups").Name);
        Assert.DoesNotContain("\"azd-env-name\"", Snapshot.Of(environment).Text, StringComparison.Ordinal);

        IEnumerable<string> Names(Snapshot snapshot) => global.SelectMany(snapshot.All).Select(resource => resource.Name);
    }

    [Fact]
    public void An_environment_called_as_one_of_the_scripts_gets_names_of_its_own()
    {
        var template = Repository.Read("infra/main.bicep");

        Assert.Contains("name: 'rg-azd-${toLower(environmentName)}-hubspot-users'", template, StringComparison.Ordinal);
        Assert.Contains("var shortName = 'azd-${take(uniqueString(toLower(environmentName)), 8)}'", template, StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.Files("infra/env", "azd-*"), file => file.EndsWith(".bicepparam", StringComparison.Ordinal));
    }

    [Fact]
    public void Azd_finds_the_environment_and_the_app_by_their_tags()
    {
        var group = Snapshot.Azd.Single("Microsoft.Resources/resourceGroups").Json.GetProperty("tags");
        var app = Snapshot.Azd.Single("Microsoft.Web/sites").Json.GetProperty("tags");

        Assert.Equal(LongestName, group.GetProperty("azd-env-name").GetString());
        Assert.Equal("functions", app.GetProperty("azd-service-name").GetString());
    }

    [Fact]
    public void Azd_offers_only_regions_that_have_the_plan()
    {
        var location = Location().Match(Repository.Read("infra/main.bicep"));

        Assert.True(location.Success);
        Assert.Contains("westeurope", location.Groups["regions"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Azd_leaves_the_project_file_as_it_is() =>
        Assert.Contains("<UserSecretsId>", Repository.Read("src/Functions/Functions.csproj"), StringComparison.Ordinal);

    [Theory]
    [InlineData("infra/environment.bicep", "var region = toLower(replace(location, ' ', ''))")]
    [InlineData("infra/environment.bicep", "var suffix = uniqueString(subscription().id, resourceGroup().name, region)")]
    public void A_region_gives_the_same_names_however_it_is_spelled(string file, string line)
    {
        Assert.Contains($"\n{line}\n", Repository.Read(file), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(Repository.Read(file), @"\blocation\b(?=[,)])", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [GeneratedRegex(@"@metadata\(\{ azd: \{ type: 'location' \} \}\)\n@allowed\(\[(?<regions>[^]]+)\]\)\nparam location string", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Location();
}
