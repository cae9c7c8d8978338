using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Simulators.Identity;

namespace Functions.Tests.Simulators.Identity;

public sealed class ManagedIdentitySimulatorTests
{
    private const string Query = "?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net";

    [Fact]
    public async Task A_token_says_who_it_is_for_and_until_when()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        await using var identity = await ManagedIdentitySimulator.StartAsync(new ManagedIdentitySimulatorOptions { TokenLifetime = TimeSpan.FromHours(1) }, time);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", identity.Environment["IDENTITY_HEADER"]);

        var body = JsonNode.Parse(await client.GetStringAsync(new Uri(identity.Endpoint, Query)))!;

        var claims = TokenContent.Of((string)body["access_token"]!);
        var expires = time.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        Assert.Equal("https://vault.azure.net", (string?)claims["aud"]);
        Assert.Equal("https://sts.windows.net/11111111-2222-3333-4444-555555555555/", (string?)claims["iss"]);
        Assert.Equal(expires, (long)claims["exp"]!);
        Assert.Equal(expires.ToString(CultureInfo.InvariantCulture), (string?)body["expires_on"]);
        Assert.Equal("Bearer", (string?)body["token_type"]);
    }

    [Theory]
    [InlineData("wrong", Query, HttpStatusCode.Unauthorized)]
    [InlineData(null, "?api-version=2019-08-01", HttpStatusCode.BadRequest)]
    [InlineData(null, "?resource=x", HttpStatusCode.BadRequest)]
    public async Task A_request_without_the_secret_header_or_a_parameter_is_refused(string? header, string query, HttpStatusCode status)
    {
        await using var identity = await ManagedIdentitySimulator.StartAsync(new ManagedIdentitySimulatorOptions());
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", header ?? identity.Environment["IDENTITY_HEADER"]);

        using var response = await client.GetAsync(new Uri(identity.Endpoint, query));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(0, identity.TokensIssued);
    }
}
