using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Http;

/// <summary>What the platform returns, by method, path and key.</summary>
public sealed class ResponseTests(ProbeEnvironment probe) : SharedHostTest(probe)
{
    [Theory]
    // A method that no function of the route has.
    [InlineData("DELETE", "api/echo/a", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "api/echo/a", HttpStatusCode.NotFound)]
    [InlineData("OPTIONS", "api/echo/a", HttpStatusCode.NotFound)]
    [InlineData("PUT", "api/echo/a", HttpStatusCode.NotFound)]
    [InlineData("POST", "api/locked", HttpStatusCode.NotFound)]
    [InlineData("GET", "admin/host/drain", HttpStatusCode.NotFound)]
    // A route that does not exist.
    [InlineData("GET", "api/unknown", HttpStatusCode.NotFound)]
    [InlineData("GET", "api", HttpStatusCode.NotFound)]
    [InlineData("GET", "echo/a", HttpStatusCode.NotFound)]
    // A key that is missing, wrong or not enough.
    [InlineData("GET", "api/locked", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "api/locked?code=", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "api/locked?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "admin/host/drain", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "admin/host/drain?code=" + ProbeEnvironment.FunctionKey, HttpStatusCode.Unauthorized)]
    // A function that throws.
    [InlineData("GET", "api/fail", HttpStatusCode.InternalServerError)]
    public async Task What_is_refused_has_an_empty_body(string method, string path, HttpStatusCode expected)
    {
        using var response = await SendAsync(method, path);

        Assert.Equal((expected, string.Empty), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("api/locked?code=" + ProbeEnvironment.FunctionKey, null, "opened /api/locked")]
    [InlineData("api/locked?code=" + ProbeEnvironment.MasterKey, null, "opened /api/locked")]
    [InlineData("api/locked", ProbeEnvironment.FunctionKey, "opened /api/locked")]
    [InlineData("api/locked", ProbeEnvironment.MasterKey, "opened /api/locked")]
    [InlineData("API/LOCKED", ProbeEnvironment.MasterKey, "opened /API/LOCKED")]
    [InlineData("", null, "Your function app is up and running.")]
    public async Task A_key_opens_in_the_header_and_in_the_query_and_the_root_needs_none(string path, string? key, string expected)
    {
        using var response = key is null ? await SendAsync("GET", path) : await SendAsync("GET", path, content: null, ("x-functions-key", key));

        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_request_reaches_the_function_as_it_was_sent()
    {
        using var response = await SendAsync("POST", "api/echo/a%20b/c?x=1&y=%2F", new StringContent("hello"));
        var echo = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(
            ("POST", "/api/echo/a%20b/c", "?x=1&y=%2F", 5),
            (Text(echo, "method"), Text(echo, "path"), Text(echo, "query"), echo.GetProperty("bodyBytes").GetInt32()));
    }

    [Fact]
    public async Task An_invocation_id_of_the_callers_own_is_overwritten()
    {
        using var response = await SendAsync("GET", "api/echo/", content: null, ("x-ms-invocation-id", "callers-own"));
        var echo = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(Guid.TryParse(Text(echo, "invocationId"), out _), Text(echo, "invocationId"));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
