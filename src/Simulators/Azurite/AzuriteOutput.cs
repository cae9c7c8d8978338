using System.Text.RegularExpressions;

namespace Simulators.Azurite;

/// <summary>Reads from Azurite's output where its three services listen.</summary>
internal sealed partial class AzuriteOutput
{
    private const int LinesKept = 40;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<AzuriteConnection> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when all three services listen.</summary>
    public Task<AzuriteConnection> Listening => _listening.Task;

    /// <summary>The last lines, for a message about a failed start.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            return string.Join('\n', _lines);
        }
    }

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }

            if (ListeningLine().Match(line) is { Success: true } match)
            {
                _addresses[match.Groups["service"].Value] = match.Groups["address"].Value;
            }

            if (_addresses.Count == 3)
            {
                _listening.TrySetResult(AzuriteConnection.Of(_addresses["Blob"], _addresses["Queue"], _addresses["Table"]));
            }
        }
    }

    [GeneratedRegex(
        @"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>https?://\S+?)/?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
