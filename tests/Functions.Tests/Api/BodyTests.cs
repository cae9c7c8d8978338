using System.IO.Compression;
using System.Text;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class BodyTests(ApiEnvironment environment) : ApiTest(environment)
{
    private const string Path = "/api/users/batch";
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task A_body_of_10_MB_is_413_whether_its_length_is_announced_or_not()
    {
        var chunk = Encoding.ASCII.GetBytes(new string(' ', MiB));
        using var unannounced = new GeneratedContent(Enumerable.Repeat<ReadOnlyMemory<byte>>(chunk, 10), "application/json");

        var announced = await Api.PostBatchAsync(new string(' ', 10 * MiB));
        var streamed = await Api.PostAsync("/users/batch", unannounced);

        Assert.Equal((413, 413), (announced.Status, streamed.Status));
    }

    [Fact]
    public async Task A_body_of_1_GB_is_500_by_the_platform_before_it_is_sent()
    {
        using var request = await RawRequest.BeginAsync(Api.Address, Environment.Local.FunctionKey, Path, "application/json", 1024L * MiB);

        var response = await request.ReadAsync();

        Assert.StartsWith("HTTP/1.1 500", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_500_by_the_platform_and_nothing_is_sent()
    {
        var user = TestUser.Next();
        using var request = await RawRequest.BeginAsync(Api.Address, Environment.Local.FunctionKey, Path, "application/json", 1000);
        await request.SendAsync(UserMessages.Of(user));

        var response = await request.ReadAsync();

        Assert.StartsWith("HTTP/1.1 500", response, StringComparison.Ordinal);
        Assert.Empty(HubSpot.RecordsOf(user));
    }

    [Fact]
    public async Task A_body_that_ends_too_soon_creates_no_user()
    {
        var user = TestUser.Next();
        var body = UserMessages.Of(user);
        using var request = await RawRequest.BeginAsync(Api.Address, Environment.Local.FunctionKey, Path, "application/json", Encoding.UTF8.GetByteCount(body) + 1);
        await request.SendAsync(body);
        request.EndSending();

        var response = await request.ReadAsync();

        Assert.DoesNotContain("HTTP/1.1 2", response, StringComparison.Ordinal);
        Assert.Empty(HubSpot.RecordsOf(user));
    }

    [Fact]
    public async Task A_body_with_a_byte_order_mark_is_taken()
    {
        Assert.Equal(200, (await Api.PostBatchAsync("\uFEFF" + UserMessages.Of(TestUser.Next()))).Status);
    }

    [Theory]
    [InlineData("utf-16", 200)]
    [InlineData("utf-32", 400)]
    public async Task A_body_in_another_encoding_than_it_says_is_taken_where_its_byte_order_mark_tells(string encoding, int status)
    {
        var body = Encoding.GetEncoding(encoding);

        var response = await Api.PostAsync("/users/batch", ApiDriver.Content(new ByteArrayContent([.. body.Preamble, .. body.GetBytes(UserMessages.Of(TestUser.Next()))]), "application/json"));

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task A_body_is_unpacked_when_it_is_gzip_and_415_when_it_is_compressed_otherwise()
    {
        var user = TestUser.Next();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(UserMessages.Of(user)));
        }

        Assert.Equal(200, (await Api.PostAsync("/users/batch", Packed("gzip", packed.ToArray()))).Status);
        Assert.Equal(400, (await Api.PostAsync("/users/batch", Packed("gzip", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))).Status);
        Assert.Equal(415, (await Api.PostAsync("/users/batch", Packed("br", [1]))).Status);

        static HttpContent Packed(string encoding, byte[] body) =>
            ApiDriver.Content(new ByteArrayContent(body) { Headers = { ContentEncoding = { encoding } } }, "application/json");
    }

    [Fact]
    public async Task A_body_that_is_nested_too_deep_is_400()
    {
        Assert.Equal(400, (await Api.PostBatchAsync(new string('[', 100_000))).Status);
    }

    [Fact]
    public async Task An_envelope_of_the_queue_is_400()
    {
        var response = await Api.PostBatchAsync("""{"deferral":{"sourceId":"a","firstSeen":"2026-11-24T00:00:00Z","attempt":1},"inputs":[{"index":7,"properties":{}}]}""");

        Assert.Equal(400, response.Status);
    }
}
