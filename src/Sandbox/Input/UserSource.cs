using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox.Input;

/// <summary>Where the users come from.</summary>
internal static class UserSource
{
    public static IAsyncEnumerable<UserMessage> Open(SandboxOptions options, HubSpotSettings account, IAnsiConsole console, CancellationToken cancellationToken) => options switch
    {
        { Input: { } file } => new FileUsers(console).ReadAsync(file, account, cancellationToken),
        { Messages: { } file } => RawMessages.ReadAsync(file, cancellationToken),
        _ => GeneratedUsers.CreateAsync(options.Users, options.Storm, cancellationToken),
    };
}
