using System.CommandLine;
using Cli.Terminal;

namespace Cli.Connection;

/// <summary>The options that every command has: which deployment, who asks, and for whom the result is.</summary>
/// <param name="context">Has the environment variables.</param>
internal sealed class ConnectionOptions(CliContext context)
{
    private const string UrlVariable = "HUBSPOT_USERS_URL";
    private const string KeyVariable = "HUBSPOT_USERS_KEY";
    private const string AudienceVariable = "HUBSPOT_USERS_AUDIENCE";

    private readonly Option<string?> _url = new("--url") { Description = $"The function app, such as https://NAME.azurewebsites.net; else {UrlVariable}.", Recursive = true };
    private readonly Option<string?> _key = new("--key") { Description = $"Its function key; else {KeyVariable}, which keeps it out of the list of processes.", Recursive = true };

    private readonly Option<string?> _audience = new("--audience")
    {
        Description = $"Sign in with Entra ID, too: the application that the app accepts tokens for, such as api://CLIENT-ID; else {AudienceVariable}.",
        Recursive = true,
    };

    /// <summary>Whether the result is for a program.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Write the result to standard output as JSON; progress and errors go to standard error.", Recursive = true };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_url, _key, _audience, Json];

    /// <summary>Reads where the app is and how to sign in.</summary>
    /// <exception cref="CliException">Something is missing, or a secret would travel in the clear.</exception>
    public Deployment Read(ParseResult parse)
    {
        var text = parse.GetValue(_url) ?? context.Variable(UrlVariable);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new CliException(ExitCode.Usage, "The function app is not given.", $"Pass --url, or set {UrlVariable}, such as https://NAME.azurewebsites.net.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.Query.Length > 0 || url.UserInfo.Length > 0)
        {
            throw new CliException(ExitCode.Usage, "The address of the app must be like https://NAME.azurewebsites.net, without a key in it.", "Pass the key as --key, or set HUBSPOT_USERS_KEY.");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            throw new CliException(ExitCode.Usage, "Over http:// the key and the users could be read in transit.", "Use https://.");
        }

        var key = parse.GetValue(_key) ?? context.Variable(KeyVariable);
        var audience = parse.GetValue(_audience) ?? context.Variable(AudienceVariable);
        return (string.IsNullOrWhiteSpace(key), string.IsNullOrWhiteSpace(audience)) switch
        {
            (true, true) => throw new CliException(ExitCode.Usage, "Neither a key nor an audience is given.", $"Set {KeyVariable} to a function key (az functionapp keys set), or pass --audience to sign in with Entra ID."),
            var (noKey, noAudience) => new Deployment(BaseOf(url), noKey ? null : key!.Trim(), noAudience ? null : audience!.Trim()),
        };
    }

    private static Uri BaseOf(Uri url)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        return new Uri(url, $"{(path.EndsWith("/api", StringComparison.OrdinalIgnoreCase) ? path : $"{path}/api")}/");
    }
}

/// <summary>A deployed function app and how to sign in to it.</summary>
/// <param name="Api">Its API, ending with a slash.</param>
/// <param name="Key">Its function key; null to send none.</param>
/// <param name="Audience">What tokens of Entra ID are asked for; null to send none.</param>
internal sealed record Deployment(Uri Api, string? Key, string? Audience)
{
    /// <summary>The app's address, for a person.</summary>
    public string Name => Api.GetLeftPart(UriPartial.Authority);
}
