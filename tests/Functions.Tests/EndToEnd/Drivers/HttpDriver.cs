using System.Net.Http.Headers;
using System.Text;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>Calls the app's HTTP function.</summary>
public sealed class HttpDriver(Uri address, string functionKey) : IDisposable
{
    private const string KeyHeader = "x-functions-key";

    private readonly HttpClient _client = new() { BaseAddress = new Uri(address, "api/users/batch") };

    /// <summary>Posts a request as a caller with a key does.</summary>
    public Task<EndpointResponse> PostAsync(string body, string contentType = "application/json") =>
        SendAsync(new StringContent(body, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } }, functionKey);

    /// <summary>Posts a request whose length is not announced.</summary>
    public Task<EndpointResponse> PostStreamAsync(Stream body) =>
        SendAsync(new StreamContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, functionKey, chunked: true);

    /// <summary>Posts a request with another key in the header, or none.</summary>
    public Task<EndpointResponse> PostWithKeyAsync(string body, string? key) =>
        SendAsync(new StringContent(body, Encoding.UTF8, "application/json"), key);

    /// <summary>Posts a request with a key in the query; the right one by default.</summary>
    public Task<EndpointResponse> PostWithQueryKeyAsync(string body, string? key = null) =>
        SendAsync(new StringContent(body, Encoding.UTF8, "application/json"), headerKey: null, query: $"?code={key ?? functionKey}");

    public void Dispose() => _client.Dispose();

    private async Task<EndpointResponse> SendAsync(HttpContent content, string? headerKey, string query = "", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, query) { Content = content, Headers = { TransferEncodingChunked = chunked } };
        if (headerKey is not null)
        {
            request.Headers.Add(KeyHeader, headerKey);
        }

        using var response = await _client.SendAsync(request);
        return new EndpointResponse((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
