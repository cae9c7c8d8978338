using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

public sealed partial class UserImportEndpointTests
{
    private const int Lines = 5_000;

    /// <summary>When a file breaks off after line 2,000, 19 messages of 100 users have left, and the line after them had been read.</summary>
    private const int Sent = 1 + 1900 + 1;

    [Theory]
    [InlineData(2)]
    [InlineData(700)]
    [InlineData(Sent)]
    public async Task An_interrupted_file_that_comes_with_a_sent_line_changed_is_refused_by_that_line(int changed)
    {
        await using var app = await TestApp.StartAsync();
        await BreakOffAsync(app, File(), line: 2_000);
        var sent = app.Queues.Users.Messages.Count;

        var (context, response) = await ImportAsync(app, new MemoryStream(File(changed)));

        Assert.Equal((422, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.InRange(changed - FirstLine(response), 0, 40);
        Assert.Equal(sent, app.Queues.Users.Messages.Count);
    }

    [Fact]
    public async Task A_file_that_was_refused_leaves_the_one_before_as_it_was()
    {
        await using var app = await TestApp.StartAsync();
        await BreakOffAsync(app, File(), line: 2_000);
        await ImportAsync(app, new MemoryStream(File(changed: 2)));

        var (context, response) = await ImportAsync(app, new MemoryStream(File()));

        Assert.Equal(202, context.Response.StatusCode);
        Assert.Equal(Lines, response["accepted"]!.GetValue<int>());
        AssertEveryLineIsSentOnce(app);
    }

    [Fact]
    public async Task What_was_not_sent_yet_may_have_changed()
    {
        await using var app = await TestApp.StartAsync();
        await BreakOffAsync(app, File(), line: 2_000);

        var (context, _) = await ImportAsync(app, new MemoryStream(File(changed: Sent + 1)));

        Assert.Equal(202, context.Response.StatusCode);
        AssertEveryLineIsSentOnce(app);
    }

    [Fact]
    public async Task A_file_that_was_interrupted_twice_resumes()
    {
        await using var app = await TestApp.StartAsync();
        await BreakOffAsync(app, File(), line: 2_000);
        await BreakOffAsync(app, File(), line: 300);
        await BreakOffAsync(app, File(), line: 4_000);

        var (context, _) = await ImportAsync(app, new MemoryStream(File()));

        Assert.Equal(202, context.Response.StatusCode);
        AssertEveryLineIsSentOnce(app);
    }

    [Theory]
    [InlineData(2, 422)]
    [InlineData(0, 202)]
    public async Task What_a_process_that_died_had_sent_is_known(int changed, int status)
    {
        await using var app = await TestApp.StartAsync();
        await BreakOffAsync(app, File(), line: 2_000);
        await Imports.ChangeRowAsync(app, row => row["State"] = "Running");
        app.Time.Advance(TimeSpan.FromMinutes(10));

        var (context, _) = await ImportAsync(app, new MemoryStream(File(changed)));

        Assert.Equal(status, context.Response.StatusCode);
    }

    [Fact]
    public async Task A_shorter_file_than_what_was_sent_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        await BreakOffAsync(app, File(), line: 2_000);

        var (context, response) = await ImportAsync(app, new MemoryStream(UntilLine(File(), 1_200)));

        Assert.Equal(422, context.Response.StatusCode);
        Assert.InRange(FirstLine(response), 1_150, 1_200);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4_000)]
    public async Task A_finished_file_that_comes_with_a_changed_line_is_refused_by_that_line(int changed)
    {
        await using var app = await TestApp.StartAsync();
        await ImportAsync(app, new MemoryStream(File()));

        var (context, response) = await ImportAsync(app, new MemoryStream(File(changed)));

        Assert.Equal(422, context.Response.StatusCode);
        Assert.InRange(changed - FirstLine(response), 0, 80);
        AssertEveryLineIsSentOnce(app);
    }

    [Fact]
    public async Task A_finished_file_that_comes_again_has_the_same_response()
    {
        await using var app = await TestApp.StartAsync();

        var (_, first) = await ImportAsync(app, new MemoryStream(File()));
        var (_, second) = await ImportAsync(app, new MemoryStream(File()));

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public async Task So_many_files_are_read_at_once_and_a_further_one_is_refused_unread()
    {
        await using var app = await TestApp.StartAsync(("Http:MaxImports", "2"));
        var (first, second, third) = (new Reading(), new Reading(), new Reading());
        var running = new[] { ImportAsync(app, new WaitingStream(first), key: "1"), ImportAsync(app, new WaitingStream(second), key: "2") };
        await Eventually.TrueAsync(() => first.IsRead && second.IsRead);

        var (refused, _) = await ImportAsync(app, new WaitingStream(third), key: "3");
        first.End.SetResult(0);
        await running[0];
        var (taken, _) = await ImportAsync(app, new MemoryStream(File()), key: "3");
        second.End.SetResult(0);
        await running[1];

        Assert.Equal((503, false), (refused.Response.StatusCode, third.IsRead));
        Assert.NotEmpty(refused.Response.Headers.RetryAfter.ToString());
        Assert.Equal(202, taken.Response.StatusCode);
    }

    private static byte[] File(int changed = 0) => Encoding.UTF8.GetBytes("hs_email,hs_job_title\n" + string.Concat(
        Enumerable.Range(2, Lines).Select(line => string.Create(CultureInfo.InvariantCulture, $"u{line}@example.com,{(line == changed ? "changed" : "t")}\n"))));

    private static byte[] UntilLine(byte[] file, int line) => Encoding.UTF8.GetBytes(string.Concat(Encoding.UTF8.GetString(file).Split('\n').Take(line).Select(text => text + "\n")));

    private static async Task BreakOffAsync(TestApp app, byte[] file, int line)
    {
        await Assert.ThrowsAsync<IOException>(() => ImportAsync(app, new BrokenStream(UntilLine(file, line))));
    }

    private static int FirstLine(JsonNode problem) =>
        int.Parse(LineNumber().Match(problem["detail"]!.GetValue<string>()).Groups["line"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("from line (?<line>[0-9]+) on", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineNumber();

    /// <summary>The last messages of an interrupted file may come twice: the ledger knows them by their ids.</summary>
    private static void AssertEveryLineIsSentOnce(TestApp app)
    {
        var sent = app.Queues.Users.Messages
            .Select(message => MessageParser.ParseMessage(message.ToMemory()))
            .DistinctBy(message => message.Id)
            .SelectMany(message => message.Inputs)
            .Select(input => input.User!.ObjectWriteTraceId!);
        Assert.Equal(Enumerable.Range(2, Lines).Select(line => $"line-{line}").Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
    }

    private static Task<(HttpContext Context, JsonNode Response)> ImportAsync(TestApp app, Stream body, string key = "k") =>
        Imports.RunAsync(app, new ImportedBody(body) { Key = key });

    private sealed class Reading
    {
        public bool IsRead { get; set; }

        public TaskCompletionSource<int> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A body of which nothing more than a header comes until its end.</summary>
    private sealed class WaitingStream(Reading reading) : MemoryStream("hs_email\n"u8.ToArray())
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reading.IsRead = true;
            return Position < Length ? await base.ReadAsync(buffer, cancellationToken) : await reading.End.Task;
        }
    }
}
