using System.Text.Json;

namespace Sandbox.Results;

/// <summary>What <c>--report</c> writes.</summary>
/// <param name="Inputs">Users sent.</param>
/// <param name="Outcomes">How many of them had which outcome.</param>
/// <param name="Unaccounted">The source ids of users without an outcome.</param>
/// <param name="Calls">Calls HubSpot received.</param>
/// <param name="CreatedInHubSpot">Users HubSpot holds of this run.</param>
/// <param name="MaxCallsInTenSeconds">The most calls in any ten seconds.</param>
/// <param name="BatchSizes">How many users each batch had, oldest first.</param>
/// <param name="Milliseconds">From the first message sent to the last outcome.</param>
internal sealed record RunReport(
    int Inputs,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyList<string> Unaccounted,
    long Calls,
    long CreatedInHubSpot,
    int MaxCallsInTenSeconds,
    IReadOnlyList<int> BatchSizes,
    long Milliseconds)
{
    /// <summary>Writes the report.</summary>
    public async Task WriteAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, this, ReportJson.Default.RunReport, cancellationToken);
    }
}
