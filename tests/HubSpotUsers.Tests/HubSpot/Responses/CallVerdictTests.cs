using System.Net;
using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Secrets;
using Polly.Timeout;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class CallVerdictTests
{
    [Theory]
    [InlineData(400, CallVerdict.InputsRefused)]
    [InlineData(401, CallVerdict.NotApplied)]
    [InlineData(403, CallVerdict.CallRefused)]
    [InlineData(404, CallVerdict.CallRefused)]
    [InlineData(405, CallVerdict.CallRefused)]
    [InlineData(409, CallVerdict.InputsRefused)]
    [InlineData(413, CallVerdict.InputsRefused)]
    [InlineData(415, CallVerdict.CallRefused)]
    [InlineData(422, CallVerdict.InputsRefused)]
    [InlineData(423, CallVerdict.NotApplied)]
    [InlineData(429, CallVerdict.NotApplied)]
    [InlineData(477, CallVerdict.NotApplied)]
    [InlineData(500, CallVerdict.Ambiguous)]
    [InlineData(502, CallVerdict.Ambiguous)]
    [InlineData(503, CallVerdict.Ambiguous)]
    [InlineData(504, CallVerdict.Ambiguous)]
    [InlineData(521, CallVerdict.Ambiguous)]
    [InlineData(522, CallVerdict.Ambiguous)]
    [InlineData(523, CallVerdict.Ambiguous)]
    [InlineData(524, CallVerdict.Ambiguous)]
    [InlineData(525, CallVerdict.NotApplied)]
    [InlineData(526, CallVerdict.NotApplied)]
    public void A_status_says_whether_the_call_was_applied(int status, CallVerdict expected)
    {
        Assert.Equal(expected, CallVerdicts.Of((HttpStatusCode)status));
    }

    [Theory]
    [InlineData(400, "<html/>", CallVerdict.Ambiguous)]
    [InlineData(400, "\n <!DOCTYPE html><html/>", CallVerdict.Ambiguous)]
    [InlineData(400, "\uFEFF<html/>", CallVerdict.Ambiguous)]
    [InlineData(400, "Bad <b>request</b>", CallVerdict.InputsRefused)]
    [InlineData(400, "", CallVerdict.InputsRefused)]
    [InlineData(409, "<html/>", CallVerdict.Ambiguous)]
    [InlineData(422, "<html/>", CallVerdict.Ambiguous)]
    [InlineData(413, "<html/>", CallVerdict.InputsRefused)]
    [InlineData(429, "<html/>", CallVerdict.NotApplied)]
    [InlineData(502, "{}", CallVerdict.Ambiguous)]
    public async Task A_page_is_a_gateways_and_says_nothing_about_inputs(int status, string body, CallVerdict expected)
    {
        using var content = new StringContent(body);
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = await WholeResponse.ReadAsync(content, 1000, CancellationToken.None) };

        Assert.Equal(expected, CallVerdicts.Of(response));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, CallVerdict.NotApplied)]
    [InlineData(HttpRequestError.ConnectionError, CallVerdict.NotApplied)]
    [InlineData(HttpRequestError.SecureConnectionError, CallVerdict.NotApplied)]
    [InlineData(HttpRequestError.ResponseEnded, CallVerdict.Ambiguous)]
    [InlineData(HttpRequestError.HttpProtocolError, CallVerdict.Ambiguous)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, CallVerdict.Ambiguous)]
    [InlineData(HttpRequestError.Unknown, CallVerdict.Ambiguous)]
    public void A_failure_on_the_way_says_whether_the_request_left(HttpRequestError error, CallVerdict expected)
    {
        var exception = new HttpRequestException(error, "anna@example.com");

        Assert.Equal(expected, CallVerdicts.Of(exception));
        Assert.DoesNotContain("anna", CallVerdicts.Describe(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_time_out_of_the_connection_is_certainly_not_applied()
    {
        Assert.Equal(CallVerdict.NotApplied, CallVerdicts.Of(new TaskCanceledException("x", new TimeoutException())));
        Assert.Equal(CallVerdict.NotApplied, CallVerdicts.Of(new HubSpotTokenException("x")));
        Assert.Equal(CallVerdict.Ambiguous, CallVerdicts.Of(new TaskCanceledException("x")));
        Assert.Equal(CallVerdict.Ambiguous, CallVerdicts.Of(new TimeoutRejectedException("x")));
        Assert.Equal(CallVerdict.Ambiguous, CallVerdicts.Of(new IOException("x")));
        Assert.Equal(CallVerdict.Ambiguous, CallVerdicts.Of(new InvalidOperationException("x")));
    }
}
