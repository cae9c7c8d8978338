using System.Net;
using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Secrets;
using Polly.Timeout;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class CallOutcomeTests
{
    [Theory]
    [InlineData(302, CallOutcome.CallRefused)]
    [InlineData(308, CallOutcome.CallRefused)]
    [InlineData(400, CallOutcome.InputsRefused)]
    [InlineData(401, CallOutcome.NotApplied)]
    [InlineData(402, CallOutcome.CallRefused)]
    [InlineData(403, CallOutcome.CallRefused)]
    [InlineData(404, CallOutcome.CallRefused)]
    [InlineData(405, CallOutcome.CallRefused)]
    [InlineData(406, CallOutcome.CallRefused)]
    [InlineData(408, CallOutcome.NotApplied)]
    [InlineData(409, CallOutcome.InputsRefused)]
    [InlineData(410, CallOutcome.CallRefused)]
    [InlineData(413, CallOutcome.InputsRefused)]
    [InlineData(415, CallOutcome.CallRefused)]
    [InlineData(422, CallOutcome.InputsRefused)]
    [InlineData(423, CallOutcome.NotApplied)]
    [InlineData(425, CallOutcome.NotApplied)]
    [InlineData(429, CallOutcome.NotApplied)]
    [InlineData(431, CallOutcome.CallRefused)]
    [InlineData(451, CallOutcome.CallRefused)]
    [InlineData(477, CallOutcome.NotApplied)]
    [InlineData(500, CallOutcome.Ambiguous)]
    [InlineData(502, CallOutcome.Ambiguous)]
    [InlineData(503, CallOutcome.Ambiguous)]
    [InlineData(504, CallOutcome.Ambiguous)]
    [InlineData(521, CallOutcome.Ambiguous)]
    [InlineData(522, CallOutcome.Ambiguous)]
    [InlineData(523, CallOutcome.Ambiguous)]
    [InlineData(524, CallOutcome.Ambiguous)]
    [InlineData(525, CallOutcome.NotApplied)]
    [InlineData(526, CallOutcome.NotApplied)]
    public void A_status_says_whether_the_call_was_applied(int status, CallOutcome expected)
    {
        Assert.Equal(expected, CallOutcomes.Of((HttpStatusCode)status));
    }

    [Theory]
    [InlineData(400, "<html/>", CallOutcome.Ambiguous)]
    [InlineData(400, "\n <!DOCTYPE html><html/>", CallOutcome.Ambiguous)]
    [InlineData(400, "\uFEFF<html/>", CallOutcome.Ambiguous)]
    [InlineData(400, "Bad <b>request</b>", CallOutcome.InputsRefused)]
    [InlineData(400, "", CallOutcome.InputsRefused)]
    [InlineData(409, "<html/>", CallOutcome.Ambiguous)]
    [InlineData(422, "<html/>", CallOutcome.Ambiguous)]
    [InlineData(413, "<html/>", CallOutcome.InputsRefused)]
    [InlineData(429, "<html/>", CallOutcome.NotApplied)]
    [InlineData(502, "{}", CallOutcome.Ambiguous)]
    public async Task A_page_is_a_gateways_and_says_nothing_about_inputs(int status, string body, CallOutcome expected)
    {
        using var content = new StringContent(body);
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = await WholeResponse.ReadAsync(content, 1000, CancellationToken.None) };

        Assert.Equal(expected, CallOutcomes.Of(response));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, CallOutcome.NotApplied)]
    [InlineData(HttpRequestError.ConnectionError, CallOutcome.NotApplied)]
    [InlineData(HttpRequestError.SecureConnectionError, CallOutcome.NotApplied)]
    [InlineData(HttpRequestError.ResponseEnded, CallOutcome.Ambiguous)]
    [InlineData(HttpRequestError.HttpProtocolError, CallOutcome.Ambiguous)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, CallOutcome.Ambiguous)]
    [InlineData(HttpRequestError.Unknown, CallOutcome.Ambiguous)]
    public void A_failure_on_the_way_says_whether_the_request_left(HttpRequestError error, CallOutcome expected)
    {
        var exception = new HttpRequestException(error, "anna@example.com");

        Assert.Equal(expected, CallOutcomes.Of(exception));
        Assert.DoesNotContain("anna", CallOutcomes.Describe(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_time_out_of_the_connection_is_certainly_not_applied()
    {
        Assert.Equal(CallOutcome.NotApplied, CallOutcomes.Of(new TaskCanceledException("x", new TimeoutException())));
        Assert.Equal(CallOutcome.NotApplied, CallOutcomes.Of(new HubSpotTokenException("x")));
        Assert.Equal(CallOutcome.Ambiguous, CallOutcomes.Of(new TaskCanceledException("x")));
        Assert.Equal(CallOutcome.Ambiguous, CallOutcomes.Of(new TimeoutRejectedException("x")));
        Assert.Equal(CallOutcome.Ambiguous, CallOutcomes.Of(new IOException("x")));
        Assert.Equal(CallOutcome.Ambiguous, CallOutcomes.Of(new InvalidOperationException("x")));
    }
}
