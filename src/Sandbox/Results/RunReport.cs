using System.Text.Json;
using Cli.Sending;
using History;

namespace Sandbox.Results;

/// <summary>What <c>--report</c> writes.</summary>
/// <param name="Seed">What faults and HubSpot's behaviour were drawn from.</param>
/// <param name="Inputs">Users sent.</param>
/// <param name="Outcomes">How many of them had which outcome.</param>
/// <param name="Unaccounted">The source ids of users without an outcome.</param>
/// <param name="File">What <c>hubspot-users send --json</c> writes of the file; null without one.</param>
/// <param name="Calls">Calls HubSpot received.</param>
/// <param name="CreatedInHubSpot">Users HubSpot holds of this run.</param>
/// <param name="MaxCallsInTenSeconds">The most calls in any ten seconds.</param>
/// <param name="BatchSizes">How many users each batch had, oldest first.</param>
/// <param name="Kills">How many times the function app was killed.</param>
/// <param name="Outages">How many times storage went away.</param>
/// <param name="Faults">How many calls each fault struck.</param>
/// <param name="PeakMemoryBytes">The function app's largest resident set; null where its host does not say which process its worker is (<c>--host func</c>).</param>
/// <param name="LongestRecoveryMilliseconds">The longest it took from a restart to the next outcome.</param>
/// <param name="Milliseconds">From the first message sent to the last outcome.</param>
/// <param name="Check">What the history checker found.</param>
internal sealed record RunReport(
    int Seed,
    int Inputs,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyList<string> Unaccounted,
    SendReport? File,
    long Calls,
    long CreatedInHubSpot,
    int MaxCallsInTenSeconds,
    IReadOnlyList<int> BatchSizes,
    int Kills,
    int Outages,
    IReadOnlyDictionary<string, long> Faults,
    long? PeakMemoryBytes,
    long? LongestRecoveryMilliseconds,
    long Milliseconds,
    CheckResult Check)
{
    /// <summary>Whether every user reached its outcome and every promise was kept.</summary>
    public bool IsGood => Unaccounted.Count is 0 && Check.Holds;

    /// <summary>Writes the report.</summary>
    public async Task WriteAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, this, ReportJson.Default.RunReport, cancellationToken);
    }
}
