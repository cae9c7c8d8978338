namespace Sandbox.Input;

/// <summary>Where the users come from.</summary>
internal static class UserSource
{
    public static IAsyncEnumerable<UserMessage> Open(SandboxOptions options, CancellationToken cancellationToken) => options.Input switch
    {
        null => GeneratedUsers.CreateAsync(options.Users, options.Storm, cancellationToken),
        { Extension: var extension } file when string.Equals(extension, ".csv", StringComparison.OrdinalIgnoreCase) => CsvUsers.ReadAsync(file, cancellationToken),
        var file => JsonLines.ReadAsync(file, cancellationToken),
    };
}
