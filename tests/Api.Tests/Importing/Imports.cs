using System.Text;
using System.Text.Json.Nodes;
using Api.Importing;
using Api.Requests;
using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.Files;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>Imports files.</summary>
internal static class Imports
{
    /// <summary>Imports a file.</summary>
    public static async Task<(HttpContext Context, JsonNode Response)> RunAsync(TestApp app, ImportedBody body)
    {
        using var response = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = "/api/users/import";
        context.Request.QueryString = new QueryString(body.Query);
        context.Request.ContentType = body.Type;
        context.Request.Headers["Idempotency-Key"] = body.Key;
        context.Request.Headers.ContentEncoding = body.Encoding;
        context.Request.Body = body.Content;
        context.Response.Body = response;

        await (await app.Get<UserImportEndpoint>().ImportAsync(context.Request)).ExecuteAsync(context);

        return (context, JsonNode.Parse(response.ToArray())!);
    }

    /// <summary>Imports text.</summary>
    public static Task<(HttpContext Context, JsonNode Response)> RunAsync(TestApp app, string text, string type = "text/csv", string query = "") =>
        RunAsync(app, new ImportedBody(new MemoryStream(Encoding.UTF8.GetBytes(text))) { Type = type, Query = query });

    /// <summary>A file of lines.</summary>
    public static byte[] BytesOf(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    /// <summary>Changes the row of the one request.</summary>
    public static async Task ChangeRowAsync(TestApp app, Action<TableEntity> change)
    {
        var table = app.Tables.GetTableClient(RequestTable.TableName);
        var row = new TableEntity(((FakeTableClient)table).Rows.Single(row => row.ContainsKey("State")));
        change(row);
        await table.UpsertEntityAsync(row);
    }

    /// <summary>The users that went onto the queue.</summary>
    public static IEnumerable<UserInput> SentBy(TestApp app) => app.Queues.Users.Messages
        .Select(message => MessageParser.ParseMessage(message.ToMemory()))
        .SelectMany(message => message.Inputs)
        .Select(input => input.User!);

    /// <summary>The identities of their own that users went onto the queue with.</summary>
    public static IEnumerable<string> IdsSentBy(TestApp app) => app.Queues.Users.Messages
        .Select(message => MessageParser.ParseMessage(message.ToMemory()).Envelope)
        .Where(envelope => envelope is { SourceId.IsProducers: true })
        .Select(envelope => envelope!.SourceId.Value);

    /// <summary>What is wrong with a request, in one text.</summary>
    public static string FaultsOf(JsonNode problem) => string.Join('|', problem["errors"]?.AsArray().Select(fault => fault!["detail"]!.GetValue<string>()) ?? [problem["detail"]!.GetValue<string>()]);
}

/// <summary>The body of an import.</summary>
/// <param name="Content">What is in it.</param>
internal sealed record ImportedBody(Stream Content)
{
    public string Type { get; init; } = "text/csv";

    public string Query { get; init; } = string.Empty;

    public string Key { get; init; } = "k";

    public string Encoding { get; init; } = string.Empty;

    /// <summary>A file as it is really sent.</summary>
    public static ImportedBody Of(FileShape shape, Stream content) => new(content) { Type = TypeOf(shape), Query = QueryOf(shape) };

    private static string TypeOf(FileShape shape)
    {
        var type = UserFileKinds.OfName(shape.File) switch
        {
            UserFileKind.Csv => "text/csv",
            UserFileKind.JsonLines => "application/jsonl",
            UserFileKind.Json => "application/json",
            _ => UserFileKinds.WorkbookType,
        };
        return shape.Charset is { } charset ? $"{type}; charset={charset}" : type;
    }

    private static string QueryOf(FileShape shape) =>
        shape.Map.Count is 0 ? string.Empty : $"?{string.Join('&', shape.Map.Select(pair => $"map={Uri.EscapeDataString($"{pair.Key}:{pair.Value}")}"))}";
}
