using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Api.Creating;
using Api.Importing;
using HubSpotUsers.Queue;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

/// <summary>Uploads users, has the queue handled, and asks what became of them.</summary>
internal sealed class Caller(TestApp app)
{
    private int _handled;

    /// <summary>Sends users through the queue.</summary>
    /// <returns>The request's id.</returns>
    public async Task<string> QueueAsync(params IEnumerable<string> emails)
    {
        var inputs = string.Join(',', emails.Select((email, index) => string.Create(CultureInfo.InvariantCulture, $$$"""{"properties":{"hs_email":"{{{email}}}"},"objectWriteTraceId":"row-{{{index}}}"}""")));
        var response = await QueueRawAsync($$"""{"inputs":[{{inputs}}]}""");
        return response["requestId"]!.GetValue<string>();
    }

    /// <summary>Sends a body of users through the queue.</summary>
    public Task<JsonNode> QueueRawAsync(string body) => SendAsync(app.Get<UserBatchEndpoint>().CreateAsync, "/api/users/batch", "application/json", body);

    /// <summary>Imports a file.</summary>
    public Task<JsonNode> ImportAsync(string file, string type = "text/csv") => SendAsync(app.Get<UserImportEndpoint>().ImportAsync, "/api/users/import", type, file);

    /// <summary>Handles the messages that came onto the queue since the last time, or again those from one on.</summary>
    public async Task HandleAsync(int? from = null, long dequeueCount = 1)
    {
        var messages = app.Queues.Users.Messages.Skip(from ?? _handled).ToList();
        _handled = app.Queues.Users.Messages.Count;
        foreach (var message in messages)
        {
            await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(message, dequeueCount), CancellationToken.None));
        }
    }

    /// <summary>Asks for JSON.</summary>
    public async Task<JsonNode> GetAsync(Func<HttpRequest, Task<IResult>> run, string query = "") => JsonNode.Parse((await AskAsync(run, query)).Text)!;

    /// <summary>Asks, and gives status, media type and body of the response.</summary>
    public async Task<(int Status, string? Type, string Text)> AskAsync(Func<HttpRequest, Task<IResult>> run, string query = "", string? accept = null)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        context.Request.Method = HttpMethods.Get;
        context.Request.QueryString = new QueryString(query);
        if (accept is not null)
        {
            context.Request.Headers.Accept = accept;
        }

        return await RunAsync(context, run);
    }

    private async Task<JsonNode> SendAsync(Func<HttpRequest, Task<IResult>> run, string path, string type, string body)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = path;
        context.Request.ContentType = type;
        context.Request.Headers["Prefer"] = "respond-async";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var (status, _, text) = await RunAsync(context, run);
        Assert.True(status is 202, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<(int Status, string? Type, string Text)> RunAsync(DefaultHttpContext context, Func<HttpRequest, Task<IResult>> run)
    {
        await (await app.EndAsync(run(context.Request))).ExecuteAsync(context);
        return (context.Response.StatusCode, context.Response.ContentType, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }
}
