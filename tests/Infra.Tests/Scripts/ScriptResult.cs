namespace Infra.Tests.Scripts;

/// <summary>What a script did.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it said, errors included.</param>
/// <param name="Calls">The tools it called, with their arguments, in order.</param>
/// <param name="Input">What it handed to a tool through standard input; null for nothing.</param>
/// <param name="Archive">The files it packed.</param>
internal sealed record ScriptResult(int ExitCode, string Output, IReadOnlyList<string> Calls, string? Input, IReadOnlyList<string> Archive)
{
    /// <summary>Whether a tool was called with these first words.</summary>
    public bool Called(string start) => Calls.Any(call => call.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The first words of the calls that change or show something, in order.</summary>
    public IEnumerable<string> Steps(params string[] starts) =>
        Calls.Select(call => starts.FirstOrDefault(start => call.StartsWith(start, StringComparison.Ordinal))).OfType<string>();
}
