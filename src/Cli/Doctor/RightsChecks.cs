using Cli.Terminal;
using Cli.Wire;

namespace Cli.Doctor;

/// <summary>What the app says of its rights: its roles on tables and queues, proven by writes of nothing, and the scopes of its token.</summary>
internal static class RightsChecks
{
    private const string Granted = "Granted";
    private const string Missing = "Missing";

    /// <summary>Reads rights.</summary>
    public static IEnumerable<CheckFinding> Of(RightsView view) =>
    [
        Find("tables", view, "table ", "Give the app's identity the role Storage Table Data Contributor on it: docs/deploy.md."),
        Find("queues", view, "queue ", "Give the app's identity the role Storage Queue Data Contributor on it: docs/deploy.md."),
        Find("token scopes", view, "token scopes", "Look at the scopes of the token's app in HubSpot: docs/deploy.md names those it needs."),
    ];

    private static CheckFinding Find(string check, RightsView view, string name, string nextStep)
    {
        var rights = view.Rights.Where(right => right.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
        var others = rights.Where(right => right.State is not Granted).ToList();
        var found = string.Join(' ', others.Select(right => right.Name == check ? right.Reason : $"{right.Name}: {right.Reason}"));
        return others switch
        {
            [] => CheckFinding.Ok(check, rights is [var only] && only.Name == check ? "The token may create and look up users." : $"The app may write all {Words.Of(rights.Count)}."),
            _ when others.Exists(right => right.State is Missing) => CheckFinding.Fail(check, found, nextStep),
            _ => CheckFinding.Warn(check, found, nextStep),
        };
    }
}
