using System.Text.RegularExpressions;

namespace Infra.Tests.Template;

public sealed partial class ProviderTests
{
    /// <summary>Of the platform itself, always registered.</summary>
    private static readonly string[] Always = ["Microsoft.Authorization", "Microsoft.Resources"];

    [Fact]
    public void The_scripts_register_what_the_templates_use_delegations_included()
    {
        var used = Snapshot.Environments.Select(row => Snapshot.Of(row.Data)).SelectMany(snapshot => snapshot.Resources
            .Select(resource => resource.Type)
            .Concat(Delegation().Matches(snapshot.Text).Select(match => match.Groups["type"].Value)));

        Assert.Equal(
            used.Select(type => type.Split('/')[0]).Distinct(StringComparer.Ordinal).Except(Always, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Providers().Match(Repository.Read("infra/lib.sh")).Groups["names"].Value.Split(' '));
    }

    [GeneratedRegex(@"""serviceName"": ""(?<type>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Delegation();

    [GeneratedRegex(@"\nreadonly providers='(?<names>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Providers();
}
