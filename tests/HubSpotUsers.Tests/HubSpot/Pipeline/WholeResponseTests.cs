using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class WholeResponseTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(400_000)]
    public async Task A_body_of_any_length_is_read_to_its_end(int padding)
    {
        using var response = await ReadAsync($$"""{"status":"COMPLETE"{{new string(' ', padding)}},"numErrors":7}""");

        var batch = WholeResponse.TryParse(response, HubSpotJson.Tolerant.BatchResponse);

        Assert.Equal(("COMPLETE", 7), (batch!.Status, batch.NumErrors));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"status\":")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task A_body_that_is_no_such_JSON_says_nothing(string body)
    {
        using var response = await ReadAsync(body);

        Assert.Null(WholeResponse.TryParse(response, HubSpotJson.Tolerant.BatchResponse));
    }

    [Fact]
    public async Task A_body_may_be_as_long_as_allowed_and_no_longer()
    {
        using var body = new StringContent(new string(' ', 100));

        Assert.NotNull(await WholeResponse.ReadAsync(body, maxLength: 100, CancellationToken.None));
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => WholeResponse.ReadAsync(new StringContent(new string(' ', 101)), maxLength: 100, CancellationToken.None));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, exception.HttpRequestError);
    }

    [Fact]
    public async Task What_has_been_disposed_is_not_read_again()
    {
        var response = await ReadAsync("{}");
        response.Dispose();

        Assert.Throws<ObjectDisposedException>(() => WholeResponse.TryParse(response, HubSpotJson.Tolerant.BatchResponse));
    }

    private static async Task<HttpResponseMessage> ReadAsync(string body) =>
        new() { Content = await WholeResponse.ReadAsync(new StringContent(body), int.MaxValue, CancellationToken.None) };
}
