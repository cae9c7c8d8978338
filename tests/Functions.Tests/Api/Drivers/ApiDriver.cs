using System.Net.Http.Headers;
using System.Text;

namespace Functions.Tests.Api.Drivers;

/// <summary>Calls the app as a caller with a key does, and holds every response against the OpenAPI document.</summary>
public sealed class ApiDriver(Uri address, string? functionKey) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 128 })
    {
        BaseAddress = new Uri(address, "api/"),
        Timeout = TimeSpan.FromMinutes(5),
    };

    public Uri Address => address;

    public Task<ReceivedResponse> PostBatchAsync(string body, params IReadOnlyList<(string Name, string Value)> headers) =>
        PostAsync("/users/batch", new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public Task<ReceivedResponse> ImportAsync(string body, string mediaType, params IReadOnlyList<(string Name, string Value)> headers) =>
        PostAsync("/users/import", Content(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), mediaType), headers);

    public Task<ReceivedResponse> PostAsync(string path, HttpContent content, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Post, path, content, headers);

    public Task<ReceivedResponse> GetAsync(string pathAndQuery, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Get, pathAndQuery, content: null, headers);

    public static HttpContent Content(HttpContent content, string mediaType)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    public void Dispose() => _client.Dispose();

    private async Task<ReceivedResponse> SendAsync(HttpMethod method, string pathAndQuery, HttpContent? content, IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(method, pathAndQuery.TrimStart('/')) { Content = content };
        if (functionKey is not null)
        {
            request.Headers.Add("x-functions-key", functionKey);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var message = await _client.SendAsync(request);
        var response = new ReceivedResponse((int)message.StatusCode, message.Content.Headers.ContentType?.MediaType, await message.Content.ReadAsStringAsync(), message.Headers);
        await ApiContract.AssertAllowsAsync(method, pathAndQuery.Split('?')[0], response);
        return response;
    }
}
