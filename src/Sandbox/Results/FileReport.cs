using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sandbox.Results;

/// <summary>What <c>--dry-run --report</c> writes.</summary>
/// <param name="Users">The users of the file.</param>
/// <param name="Errors">Its faulty lines.</param>
/// <param name="Skipped">How many lines are blank.</param>
internal sealed record FileReport(IReadOnlyList<ReportedUser> Users, IReadOnlyList<ReportedError> Errors, int Skipped)
{
    /// <summary>Writes the report.</summary>
    public async Task WriteAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, this, ReportJson.Default.FileReport, cancellationToken);
    }
}

/// <summary>A user of a file.</summary>
/// <param name="Line">The line it stands on, from 1.</param>
/// <param name="Message">The message that would carry it.</param>
internal sealed record ReportedUser(int Line, JsonObject Message);

/// <summary>A faulty line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Detail">What is wrong with it.</param>
internal sealed record ReportedError(int Line, string Detail);
