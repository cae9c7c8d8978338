using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.Tests.Api.Drivers;

/// <summary>The committed file of requests to try, sent as an editor does it: one after the other, with what earlier responses said.</summary>
public sealed partial class RequestsFile
{
    private readonly Dictionary<string, ReceivedResponse> _named = new(StringComparer.Ordinal);
    private readonly string _functionKey;
    private readonly IReadOnlyList<string> _requests;

    /// <summary>Reads the file.</summary>
    /// <param name="functionKey">What stands for <c>{{key}}</c>.</param>
    public RequestsFile(string functionKey)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "requests.http"));
        _functionKey = functionKey;
        _requests = [.. text.ReplaceLineEndings("\n").Split("\n### ")[1..]];
    }

    /// <summary>Sends all requests.</summary>
    /// <returns>The title of each, and its response.</returns>
    public async Task<IReadOnlyList<(string Title, ReceivedResponse Response)>> SendAsync(ApiDriver api)
    {
        var responses = new List<(string Title, ReceivedResponse Response)>();
        foreach (var request in _requests)
        {
            responses.Add((request.Split('\n')[0], await SendAsync(api, request)));
        }

        return responses;
    }

    private async Task<ReceivedResponse> SendAsync(ApiDriver api, string request)
    {
        var match = Request().Match(request);
        Assert.True(match.Success, $"This is no request: {request}");
        var headers = Header().Matches(match.Groups["headers"].Value)
            .Select(header => (Name: header.Groups["name"].Value, Value: header.Groups["value"].Value.Replace("{{key}}", _functionKey, StringComparison.Ordinal)))
            .ToLookup(header => header.Name is "Content-Type");
        var path = Variable().Replace(match.Groups["path"].Value, variable => ValueOf(variable.Groups["name"].Value, variable.Groups["path"].Value));
        var response = match.Groups["method"].Value is "GET"
            ? await api.GetAsync(path, [.. headers[false]])
            : await api.PostAsync(path, ApiDriver.Content(new StringContent(match.Groups["body"].Value.TrimEnd()), headers[true].Single().Value), [.. headers[false]]);
        if (match.Groups["name"] is { Success: true, Value: var name })
        {
            _named[name] = response;
        }

        return response;
    }

    private string ValueOf(string name, string path)
    {
        JsonNode? node = _named[name].Json;
        foreach (Match step in Step().Matches(path))
        {
            node = step.Groups["index"] is { Success: true, Value: var index } ? node![int.Parse(index)] : node![step.Groups["field"].Value];
        }

        return node!.ToString();
    }

    [GeneratedRegex(
        @"^[^\n]*\n(# @name (?<name>\w+)\n)?(?<method>GET|POST) \{\{app\}\}/api(?<path>/\S+)\n(?<headers>([\w-]+: [^\n]+\n?)*)(\n(?<body>.*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Request();

    [GeneratedRegex(@"(?<name>[\w-]+): (?<value>[^\n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    [GeneratedRegex(@"\{\{(?<name>\w+)\.response\.body\.\$(?<path>[^}]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\.(?<field>\w+)|\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
