namespace Cli;

/// <summary>What a command ends with; <c>docs/cli.md</c> says the same.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>It was done, and something needs a person: faulty lines, users that were refused, a failed check.</summary>
    public const int Attention = 1;

    /// <summary>The command, its file or what it names cannot be taken: nothing was changed.</summary>
    public const int Usage = 2;

    /// <summary>The app refuses the caller: the key or the identity, or what it is not set up to do.</summary>
    public const int Refused = 3;

    /// <summary>The app cannot be reached, fails, or is busy.</summary>
    public const int Unreachable = 4;

    /// <summary>Ctrl+C: what the app has taken goes on.</summary>
    public const int Interrupted = 130;
}

/// <summary>A command that cannot go on.</summary>
/// <param name="code">What it ends with.</param>
/// <param name="message">What is wrong.</param>
/// <param name="nextStep">What to do; null when the message says it.</param>
internal sealed class CliException(int code, string message, string? nextStep = null) : Exception(message)
{
    /// <summary>What the command ends with.</summary>
    public int Code { get; } = code;

    /// <summary>What to do.</summary>
    public string? NextStep { get; } = nextStep;
}
