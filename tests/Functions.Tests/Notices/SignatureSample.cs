using System.Text.Json;
using System.Text.RegularExpressions;
using Functions.Tests.EndToEnd.Drivers;
using Functions.Tests.Notices.Drivers;
using Simulators.Azurite;

namespace Functions.Tests.Notices;

/// <summary>The sample of <c>docs/notices.md</c> by which a receiver verifies a signature.</summary>
internal static partial class SignatureSample
{
    private const string Call = "const [headers, body, secret] = JSON.parse(process.argv[1]); console.log(verify(headers, Buffer.from(body, 'base64'), secret));";

    public static async Task AssertVerifiesAsync(WebhookServer.Post post, string secret)
    {
        Assert.Equal("true", await VerifyAsync(post, secret));
        Assert.Equal("false", await VerifyAsync(post with { Body = [.. post.Body, (byte)' '] }, secret));
        Assert.Equal("false", await VerifyAsync(post, "whsec_" + Convert.ToBase64String(new byte[32])));
    }

    private static async Task<string> VerifyAsync(WebhookServer.Post post, string secret)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(ProcessRun.Repository, "docs", "notices.md"));
        var arguments = $"[{JsonSerializer.Serialize(post.Headers)},{JsonSerializer.Serialize(Convert.ToBase64String(post.Body))},{JsonSerializer.Serialize(secret)}]";
        var run = await ProcessRun.OfCommandAsync(Executable.Find("node"), ["-e", Block().Match(page).Groups["code"].Value + Call, arguments]);
        return run.Output.Trim();
    }

    [GeneratedRegex(@"^```js\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
