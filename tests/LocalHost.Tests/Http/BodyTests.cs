using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Http;

/// <summary>How bodies come to the function, and which do not.</summary>
public sealed class BodyTests(ProbeEnvironment probe) : SharedHostTest(probe)
{
    private const int MaxBytes = 104_857_600;

    /// <summary>Kestrel, which the real host runs on too, counts the framing: size line, end of chunk, last chunk and end of body.</summary>
    private const int ChunkFramingBytes = 9 + 2 + 3 + 2;

    /// <summary>Half of a small body, yet more than the proxy keeps before it writes to the worker.</summary>
    private const int HalfBytes = 64 * 1024;

    private const string InternalServerError = "HTTP/1.1 500 Internal Server Error\r\n";

    [Fact]
    public async Task A_declared_body_of_the_largest_size_passes()
    {
        using var response = await SendAsync("POST", "api/arrive?id=declared-largest", new ByteArrayContent(new byte[MaxBytes]));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(MaxBytes, await response.Content.ReadFromJsonAsync<long>());
    }

    [Fact]
    public async Task A_body_in_chunks_of_the_largest_size_passes()
    {
        var response = await SendChunkAsync("chunked-largest", MaxBytes - ChunkFramingBytes);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains((MaxBytes - ChunkFramingBytes).ToString(CultureInfo.InvariantCulture), response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_declared_byte_more_is_500_with_an_empty_body()
    {
        using var request = await RawRequest.DeclareAsync(Address, "/api/arrive?id=declared-too-large", MaxBytes + 1);

        AssertEmpty500(await request.ReadAsync());
        Assert.Equal(0, Host.CountOf("first bytes declared-too-large"));
    }

    [Fact]
    public async Task One_byte_more_in_chunks_is_500_with_an_empty_body()
    {
        var response = await SendChunkAsync("chunked-too-large", MaxBytes - ChunkFramingBytes + 1);

        AssertEmpty500(response);
        Assert.Equal(0, Host.CountOf("last byte chunked-too-large"));
    }

    [Fact]
    public async Task A_declared_body_is_read_whole_before_the_function_sees_its_first_byte()
    {
        using var request = await RawRequest.DeclareAsync(Address, "/api/arrive?id=declared-whole", 2 * HalfBytes);
        await request.SendAsync(new byte[HalfBytes]);

        // A request that begins later is carried out meanwhile.
        using var other = await SendAsync("POST", "api/arrive?id=meanwhile", new ByteArrayContent(new byte[HalfBytes]));
        await Host.WaitForLineAsync("last byte meanwhile");
        Assert.Equal(0, Host.CountOf("first bytes declared-whole"));
        await request.SendAsync(new byte[HalfBytes]);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await request.ReadAsync(), StringComparison.Ordinal);
        await Host.WaitForLineAsync("last byte declared-whole");
    }

    [Fact]
    public async Task A_body_in_chunks_streams()
    {
        using var request = await RawRequest.BeginChunksAsync(Address, "/api/arrive?id=streamed");

        await request.SendChunkAsync(new byte[HalfBytes]);
        await Host.WaitForLineAsync("first bytes streamed");
        Assert.Equal(0, Host.CountOf("last byte streamed"));
        await request.SendChunkAsync(new byte[HalfBytes]);
        await request.EndChunksAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await request.ReadAsync(), StringComparison.Ordinal);
        await Host.WaitForLineAsync("last byte streamed");
    }

    [Fact]
    public async Task A_declared_body_that_stops_early_never_reaches_the_function()
    {
        using var request = await RawRequest.DeclareAsync(Address, "/api/arrive?id=declared-short", 2 * HalfBytes);
        await request.SendAsync(new byte[HalfBytes]);
        request.EndSending();

        AssertNotCarriedOut(await request.ReadAsync());
        Assert.Equal(0, Host.CountOf("first bytes declared-short"));
    }

    [Fact]
    public async Task A_body_in_chunks_that_stops_early_is_not_complete_for_the_function()
    {
        using var request = await RawRequest.BeginChunksAsync(Address, "/api/arrive?id=chunked-short");
        await request.SendChunkAsync(new byte[HalfBytes]);
        await Host.WaitForLineAsync("first bytes chunked-short");
        request.EndSending();

        AssertNotCarriedOut(await request.ReadAsync());
        Assert.Equal(0, Host.CountOf("last byte chunked-short"));
    }

    private async Task<string> SendChunkAsync(string id, int size)
    {
        using var request = await RawRequest.BeginChunksAsync(Address, $"/api/arrive?id={id}");
        await request.SendChunkAsync(new byte[size]);
        await request.EndChunksAsync();
        return await request.ReadAsync();
    }

    private static void AssertEmpty500(string response)
    {
        Assert.StartsWith(InternalServerError, response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }

    private static void AssertNotCarriedOut(string response) =>
        Assert.True(response.Length is 0 || response.StartsWith(InternalServerError, StringComparison.Ordinal), response);
}
