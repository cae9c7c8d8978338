using System.Text.Json;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using Cli.Uploads;
using Cli.Wire;

namespace Cli.Exporting;

/// <summary>Writes every line of the file that was sent with what became of it: none is missing.</summary>
/// <param name="client">The app.</param>
/// <param name="requestId">The request the file became.</param>
/// <param name="wanted">Which outcomes are written.</param>
internal sealed class InputJoin(AppClient client, string requestId, LocalFile file, Wanted wanted)
{
    private const string Faulty = "Faulty";
    private const string Pending = "Pending";

    private readonly Dictionary<int, UserLine> _byLine = [];

    /// <summary>Users with a trace id of their own have no line; their positions say where they were.</summary>
    private readonly Dictionary<int, UserLine> _byIndex = [];

    private int _index;
    private int _kept;

    /// <summary>Writes the lines.</summary>
    /// <returns>How many have which outcome.</returns>
    public async Task<IReadOnlyDictionary<string, int>> WriteAsync(bool isJson, TextWriter target, CancellationToken cancellationToken)
    {
        var request = await RequestFollower.ReadAsync(client, requestId, cancellationToken);
        await FetchAsync(cancellationToken);
        var header = await file.ReadHeaderAsync() ?? [];
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var lines = 0;
        await using var csv = isJson ? null : UserCsv.Begin(target, header);
        await foreach (var line in new InputLines(file).ReadAsync(header.Count, cancellationToken))
        {
            lines++;
            var user = Find(line, request);
            if (!wanted.Takes(user.Outcome))
            {
                continue;
            }

            counts[user.Outcome] = counts.GetValueOrDefault(user.Outcome) + 1;
            if (csv is null)
            {
                await target.WriteLineAsync(JsonSerializer.Serialize(JoinedLine.Of(line, header, user), CliJson.Default.JoinedLine).AsMemory(), cancellationToken);
            }
            else
            {
                await csv.WriteAsync(line.Line, line.Cells, user);
            }
        }

        return lines == request.Lines || request.State is "Running" or "Interrupted"
            ? counts
            : throw new CliException(ExitCode.Usage, $"{file.File.Name} has {Words.Of(lines, "line")} with users, the upload had {Words.Of(request.Lines ?? 0)}.", "Pass the file that was sent, and the options it was read with (--separator, --charset, --sheet).");
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        await foreach (var user in Download.ReadAsync(client, $"requests/{Uri.EscapeDataString(requestId)}/users", cancellationToken))
        {
            if (user.Line is { } line)
            {
                _byLine[line] = user;
                _kept += user.Outcome is Faulty ? 1 : 0;
            }

            if (user.Index is { } index)
            {
                _byIndex[index] = user;
            }
        }
    }

    private UserLine Find(InputLine line, RequestView request)
    {
        if (_byLine.GetValueOrDefault(line.Line) is { Index: null } fault)
        {
            return fault;
        }

        // While the app keeps all faults, what is not faulty is a user, and its position is known.
        if (request.FaultyLines == _kept && line.Fault is null)
        {
            return _byIndex.GetValueOrDefault(_index++) ?? Without(line, Pending, message: null);
        }

        return _byLine.GetValueOrDefault(line.Line) ?? (line.Fault is not null || request.Pending is 0
            ? Without(line, Faulty, line.Fault ?? "The app keeps the faults of the first 10,000 lines only.")
            : Without(line, Pending, "No outcome is on record yet, or the line is faulty and beyond the 10,000 that the app keeps."));
    }

    private UserLine Without(InputLine line, string outcome, string? message) => new(
        line.Line, Index: null, ObjectWriteTraceId: null, requestId, outcome, Id: null, ExistingId: null, ErrorCategory: null, message, BatchId: null, CompletedAt: null);
}

/// <summary>A line of the file that was sent, with what became of it.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Values">Its cells by their headers; null for JSON.</param>
/// <param name="User">Its user; null for a table.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">HubSpot's id.</param>
/// <param name="ExistingId">HubSpot's id of the user that already existed.</param>
/// <param name="Category">HubSpot's category of the error.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="TraceId">The trace id.</param>
/// <param name="SourceId">The message the user came in.</param>
/// <param name="BatchId">The batch it was in.</param>
/// <param name="CompletedAt">When its outcome was recorded.</param>
internal sealed record JoinedLine(
    int Line,
    IReadOnlyDictionary<string, string>? Values,
    JsonElement? User,
    string Outcome,
    string? Id,
    string? ExistingId,
    string? Category,
    string? Message,
    string? TraceId,
    string? SourceId,
    string? BatchId,
    DateTimeOffset? CompletedAt)
{
    /// <summary>Joins a line and its outcome.</summary>
    public static JoinedLine Of(InputLine line, IReadOnlyList<string> header, UserLine user) => new(
        line.Line,
        header.Count is 0 ? null : ValuesOf(header, line.Cells),
        line.User,
        user.Outcome,
        user.Id,
        user.ExistingId,
        user.ErrorCategory,
        user.ErrorMessage,
        user.ObjectWriteTraceId,
        user.SourceId,
        user.BatchId,
        user.CompletedAt);

    private static Dictionary<string, string> ValuesOf(IReadOnlyList<string> header, IReadOnlyList<string> cells)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, cell) in header.Zip(cells))
        {
            values.TryAdd(name, cell);
        }

        return values;
    }
}
