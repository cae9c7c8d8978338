namespace LocalHost.Configuration;

// It ends the process; no code has reason to catch it.
#pragma warning disable CA1064 // Exceptions should be public

/// <summary>The function app cannot start; the message names every reason.</summary>
internal sealed class StartFailedException(IReadOnlyList<string> faults)
    : Exception($"The function app cannot start:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}"))}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
