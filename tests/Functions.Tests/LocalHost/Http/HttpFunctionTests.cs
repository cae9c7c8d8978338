using System.Net;
using Functions.Tests.LocalHost.Hosting;

namespace Functions.Tests.LocalHost.Http;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private static readonly Uri Post = new("api/users/batch", UriKind.Relative);

    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(
        [typeof(EchoFunctions)], ("FunctionKeys:default", "key-1"), ("FunctionKeys:other", "key-2"), ("MasterKey", "master"), ("Folder", "batches"));

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("key", HttpStatusCode.Unauthorized)]
    [InlineData("key-1", HttpStatusCode.MultiStatus)]
    [InlineData("key-2", HttpStatusCode.MultiStatus)]
    [InlineData("master", HttpStatusCode.MultiStatus)]
    public async Task A_function_key_in_the_header_opens_the_function(string? key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Post) { Content = new StringContent("hello") };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var answer = await _app.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Unauthorized ? string.Empty : "hello", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("POST", "api/users/batch", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "api/users/batch?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "api/users/batch?code=key-1", HttpStatusCode.MultiStatus)]
    [InlineData("GET", "api/Admin?code=key-1", HttpStatusCode.Unauthorized)]
    [InlineData("PATCH", "api/Admin?code=master", HttpStatusCode.OK)]
    [InlineData("GET", "api/open", HttpStatusCode.OK)]
    [InlineData("GET", "API/OPEN", HttpStatusCode.OK)]
    [InlineData("DELETE", "api/open", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "open", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/batches/no-guid", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "", HttpStatusCode.OK)]
    public async Task Answers_depend_on_path_method_and_key(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));

        using var answer = await _app.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("api/batches/4f7a1f2e-6a2b-4a57-9d0c-1f0a3c5b7d9e/7", "GET 4f7a1f2e-6a2b-4a57-9d0c-1f0a3c5b7d9e 7")]
    [InlineData("api/batches/4f7a1f2e-6a2b-4a57-9d0c-1f0a3c5b7d9e", "GET 4f7a1f2e-6a2b-4a57-9d0c-1f0a3c5b7d9e ")]
    public async Task Route_values_bind_to_parameters_of_their_name(string path, string expected) =>
        Assert.Equal(expected, await _app.Client.GetStringAsync(new Uri(path, UriKind.Relative)));

    [Fact]
    public async Task A_function_that_throws_answers_500_without_details()
    {
        using var answer = await _app.Client.GetAsync(new Uri("api/throws", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_invocation_has_its_own_scope()
    {
        var path = new Uri("api/scope", UriKind.Relative);

        Assert.NotEqual(await _app.Client.GetStringAsync(path), await _app.Client.GetStringAsync(path), StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
