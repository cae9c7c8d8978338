using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>Files that a version began which knew them by SHA-256.</summary>
public sealed class EarlierHashTests
{
    private const int Lines = 1_000;

    private static readonly string[] File = [.. Enumerable.Range(2, Lines).Select(line => string.Create(CultureInfo.InvariantCulture, $"u{line}@example.com")).Prepend("hs_email")];

    [Fact]
    public async Task An_interrupted_one_resumes()
    {
        await using var app = await TestApp.StartAsync();
        await BeginAsync(app);

        var (context, response) = await ImportAsync(app, File);

        var sent = app.Queues.Users.Messages.Select(message => MessageParser.ParseMessage(message.ToMemory())).DistinctBy(message => message.Id).Sum(message => message.Inputs.Count);
        Assert.Equal((202, Lines, Lines), (context.Response.StatusCode, response["accepted"]!.GetValue<int>(), sent));
    }

    [Fact]
    public async Task An_interrupted_one_of_which_a_sent_line_changed_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        await BeginAsync(app);
        var sent = app.Queues.Users.Messages.Count;

        var (context, _) = await ImportAsync(app, [.. File.Take(5), "changed@example.com", .. File.Skip(6)]);

        Assert.Equal((422, sent), (context.Response.StatusCode, app.Queues.Users.Messages.Count));
    }

    [Theory]
    [InlineData("u2@example.com", 202)]
    [InlineData("changed@example.com", 422)]
    public async Task A_finished_one_is_recognized(string first, int status)
    {
        await using var app = await TestApp.StartAsync();
        await ImportAsync(app, File);
        await MakeEarlierAsync(app);
        var sent = app.Queues.Users.Messages.Count;

        var (context, _) = await ImportAsync(app, [File[0], first, .. File.Skip(2)]);

        Assert.Equal((status, sent), (context.Response.StatusCode, app.Queues.Users.Messages.Count));
    }

    private static async Task BeginAsync(TestApp app)
    {
        await Assert.ThrowsAsync<IOException>(() => Imports.RunAsync(app, new ImportedBody(new BrokenStream(Imports.BytesOf(File.Take(600))))));
        await MakeEarlierAsync(app);
    }

    /// <summary>Lets the row of the file be as an earlier version wrote it.</summary>
    private static Task MakeEarlierAsync(TestApp app) => Imports.ChangeRowAsync(app, row =>
    {
        var prefix = JsonNode.Parse(row.GetString("Prefix"))!;
        prefix["Hash"] = HashOf(File.Take(1 + prefix["Records"]!.GetValue<int>()));
        prefix["Marks"] = string.Empty;
        row["Prefix"] = prefix.ToJsonString();
        if (row.ContainsKey("BodyHash"))
        {
            row["BodyHash"] = HashOf(File);
        }
    });

    private static string HashOf(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Imports.BytesOf(lines)));

    private static Task<(HttpContext Context, JsonNode Response)> ImportAsync(TestApp app, IEnumerable<string> lines) =>
        Imports.RunAsync(app, new ImportedBody(new MemoryStream(Imports.BytesOf(lines))));
}
