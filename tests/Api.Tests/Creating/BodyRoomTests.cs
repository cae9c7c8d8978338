using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Api.Creating;
using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Testing.Drivers;

namespace Api.Tests.Creating;

/// <summary>Bodies share the memory of the process: three MiB for those over one MiB, and one for the others, as these tests set it.</summary>
public sealed class BodyRoomTests : IAsyncLifetime
{
    private const int MiB = 1024 * 1024;
    private const int Half = 3 * MiB / 2;
    private const string User = """{"inputs":[{"properties":{"a":"1"}}]}""";

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestApp _app = null!;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_large_body_is_refused_while_others_have_all_the_room_and_taken_afterwards(bool isAnnounced, bool isPacked)
    {
        var running = await HoldAsync(Half, Half);

        var refused = await SendAsync(Half, isAnnounced, isPacked);
        _end.SetResult();
        await Task.WhenAll(running);
        var taken = await SendAsync(Half, isAnnounced, isPacked);

        Assert.Equal((503, "10", "Too many large requests at once"), (refused.Status, refused.RetryAfter, refused.Body["title"]!.GetValue<string>()));
        Assert.Equal(202, taken.Status);
        Assert.Single(_app.Queues.Users.Messages);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(BodyRoom.FreeBytes)]
    [InlineData(BodyRoom.FreeBytes + 1)]
    [InlineData(BodyRoom.LargeBytes)]
    public async Task Smaller_ones_are_taken_while_large_ones_have_all_their_room(int bytes)
    {
        await HoldAsync(Half, Half);

        Assert.Equal(202, (await SendAsync(bytes)).Status);
    }

    [Fact]
    public async Task Large_ones_are_taken_while_smaller_ones_have_all_theirs()
    {
        await HoldAsync(MiB / 2, MiB / 2);

        Assert.Equal((503, 202, 202), ((await SendAsync(MiB / 2)).Status, (await SendAsync(BodyRoom.FreeBytes)).Status, (await SendAsync(Half)).Status));
    }

    [Fact]
    public async Task One_that_is_larger_than_all_the_room_is_taken_alone()
    {
        var running = await HoldAsync(5 * MiB);

        var refused = await SendAsync(2 * MiB);
        _end.SetResult();
        await Task.WhenAll(running);

        Assert.Equal((503, 202), (refused.Status, (await SendAsync(5 * MiB)).Status));
    }

    [Fact]
    public async Task Decisions_about_poison_share_the_room()
    {
        await HoldAsync(Half, Half);
        var poison = _app.Get<PoisonTasksEndpoint>();

        foreach (var operation in (Func<HttpRequest, Task<IResult>>[])[poison.RedriveAsync, poison.DropAsync, poison.CorrectAsync, poison.MarkCreatedAsync])
        {
            Assert.Equal(503, (await SendAsync(Half, operation: operation)).Status);
        }

        Assert.Equal(202, (await SendAsync(200, operation: poison.DropAsync, json: """{"all":true}""")).Status);
    }

    [Fact]
    public async Task A_body_keeps_its_room_until_all_is_done_with_it()
    {
        var isWriting = false;
        _app.Tables.Requests.Way = () =>
        {
            isWriting = true;
            return _end.Task;
        };
        var first = SendAsync(3 * MiB);
        await Eventually.TrueAsync(() => isWriting);

        var refused = await SendAsync(Half).WaitAsync(TimeSpan.FromSeconds(30));
        _end.SetResult();

        Assert.Equal((503, 202, 202), (refused.Status, (await first).Status, (await SendAsync(Half)).Status));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_comes_and_goes_the_bounds_hold_and_all_room_comes_back(int seed)
    {
        var (random, places) = (new Random(seed), new List<(BodyPlace Place, int Bytes)>());
        var room = new BodyRoom(Options.Create(new HttpOptions { MaxPendingBodyBytes = 4 * MiB }));
        for (var step = 0; step < 5000; step++)
        {
            if (places.Count > 0 && random.Next(3) is 0)
            {
                var index = random.Next(places.Count);
                places[index].Place.Dispose();
                places.RemoveAt(index);
                continue;
            }

            var (place, bytes) = (room.Enter(), 0);
            try
            {
                for (var target = random.Next(2) is 0 ? random.Next(MiB / 2) : random.Next(3 * MiB); bytes < target; bytes += 1 + random.Next(MiB))
                {
                    place.Grow(bytes);
                }

                place.Grow(bytes);
                places.Add((place, bytes));
            }
            catch (Api.Responses.RefusedException)
            {
                place.Dispose();
            }

            var (small, large) = (places.Where(one => one.Bytes is > BodyRoom.FreeBytes and <= BodyRoom.LargeBytes).ToList(), places.Where(one => one.Bytes > BodyRoom.LargeBytes).ToList());
            Assert.True(small.Sum(one => one.Bytes) <= MiB);
            Assert.True(large.Count is 1 || large.Sum(one => one.Bytes) <= 3 * MiB);
        }

        places.ForEach(one => one.Place.Dispose());
        using var all = room.Enter();
        all.Grow(3 * MiB);
    }

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(("Http:MaxPendingBodyBytes", "4194304"));

    public ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        return _app.DisposeAsync();
    }

    /// <summary>Has bodies read to their end, which does not come.</summary>
    private async Task<Task[]> HoldAsync(params int[] bytes)
    {
        List<HeldStream> streams = [.. bytes.Select(length => new HeldStream(length, _end.Task))];
        Task[] running = [.. streams.Select(stream => RunAsync(_app.Get<UserBatchEndpoint>().CreateAsync, stream, length: null, isPacked: false))];
        await Eventually.TrueAsync(() => streams.TrueForAll(stream => stream.IsAtEnd));
        return running;
    }

    private Task<(int Status, string RetryAfter, JsonNode Body)> SendAsync(
        int bytes, bool isAnnounced = true, bool isPacked = false, Func<HttpRequest, Task<IResult>>? operation = null, string json = User)
    {
        var body = Encoding.UTF8.GetBytes(json.PadRight(bytes));
        if (isPacked)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                gzip.Write(body);
            }

            body = packed.ToArray();
        }

        return RunAsync(operation ?? _app.Get<UserBatchEndpoint>().CreateAsync, new MemoryStream(body), isAnnounced ? body.Length : null, isPacked);
    }

    private async Task<(int Status, string RetryAfter, JsonNode Body)> RunAsync(Func<HttpRequest, Task<IResult>> operation, Stream body, long? length, bool isPacked)
    {
        using var response = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = _app.Services, Response = { Body = response } };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = length;
        context.Request.Headers["Prefer"] = "respond-async";
        context.Request.Headers.ContentEncoding = isPacked ? "gzip" : default;
        context.Request.Body = body;
        await (await operation(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString(), JsonNode.Parse(response.ToArray())!);
    }

    /// <summary>A body of blanks that does not end before it may.</summary>
    private sealed class HeldStream(int length, Task end) : MemoryStream(new byte[length])
    {
        public bool IsAtEnd { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
            {
                return await base.ReadAsync(buffer, cancellationToken);
            }

            IsAtEnd = true;
            await end;
            return 0;
        }
    }
}
