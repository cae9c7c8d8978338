namespace Sandbox.Input;

/// <summary>Where the messages come from that the sandbox puts on the queue.</summary>
internal static class UserSource
{
    public static IAsyncEnumerable<UserMessage> Open(SandboxOptions options, CancellationToken cancellationToken) => options switch
    {
        { Messages: { } file } => RawMessages.ReadAsync(file, cancellationToken),
        _ => GeneratedUsers.CreateAsync(options.Users, options.Storm, cancellationToken),
    };
}
