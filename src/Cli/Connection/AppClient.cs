using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cli.Terminal;

namespace Cli.Connection;

/// <summary>The app's HTTP API, as <c>docs/openapi.json</c> describes it.</summary>
internal sealed class AppClient : IDisposable
{
    private const string JsonType = "application/json";

    private readonly HttpClient _http;

    private AppClient(HttpClient http, Deployment deployment) => (_http, Deployment) = (http, deployment);

    /// <summary>Where it is.</summary>
    public Deployment Deployment { get; }

    /// <summary>Opens a client.</summary>
    public static AppClient Open(Deployment deployment, CliContext context)
    {
#pragma warning disable CA2000 // The client disposes its handlers.
        var handler = SafeRetry.Over(new SignIn(deployment) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) } }, context);
        var http = new HttpClient(handler) { BaseAddress = deployment.Api, Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        http.DefaultRequestHeaders.UserAgent.ParseAdd($"hubspot-users/{CliVersion.Number}");
        return new AppClient(http, deployment);
    }

    /// <summary>Gets a document.</summary>
    /// <param name="path">The path below <c>api/</c>, with its query.</param>
    /// <param name="type">What is expected.</param>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Gets a document; null when the app has none of this name.</summary>
    public async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendUncheckedAsync(request, cancellationToken);
        return response.StatusCode is HttpStatusCode.NotFound && ResponseErrors.IsOfTheApp(response)
            ? null
            : await ReadAsync(await CheckedAsync(response, cancellationToken), type, cancellationToken);
    }

    /// <summary>Posts a document and gets one.</summary>
    public async Task<TResponse> PostAsync<TRequest, TResponse>(
        string path, TRequest body, JsonTypeInfo<TRequest> bodyType, JsonTypeInfo<TResponse> type, CancellationToken cancellationToken, bool isRepeatable = false)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Options.Set(SafeRetry.IsRepeatable, isRepeatable);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Posts nothing and gets a document: what is asked for twice is done once.</summary>
    public async Task<T> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent([]) };
        request.Options.Set(SafeRetry.IsRepeatable, true);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Posts a file: with a key it is sent again as a whole after an interruption, and the app resumes where it stopped.</summary>
    public async Task<T> PostFileAsync<T>(string path, HttpContent file, string? idempotencyKey, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = file };
        request.Options.Set(SafeRetry.IsRepeatable, true);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Gets a file, for its caller to read and dispose.</summary>
    public async Task<HttpResponseMessage> GetFileAsync(string path, string mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(mediaType);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Gets what the app says whatever its status is, for a diagnosis: nothing is tried again and nothing is thrown for a status.</summary>
    public async Task<HttpResponseMessage> ProbeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.Set(SafeRetry.IsProbe, true);
        return await SendUncheckedAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await CheckedAsync(await SendUncheckedAsync(request, cancellationToken), cancellationToken);

    private async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ResponseErrors.OfAsync(response, Deployment, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendUncheckedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            // A content of the command's own may have refused to go on.
            throw exception.InnerException as CliException ?? Unreachable(exception);
        }
        catch (Azure.Identity.AuthenticationFailedException exception)
        {
            throw new CliException(ExitCode.Refused, $"Entra ID gives no token for {Deployment.Audience}: {exception.Message.Split('\n')[0].Trim()}", "Sign in with az login, and check --audience.");
        }
    }

    private CliException Unreachable(HttpRequestException exception) => new(
        ExitCode.Unreachable,
        $"{Deployment.Name} cannot be reached: {exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "there is no host of this name",
            HttpRequestError.SecureConnectionError => "its certificate is not accepted",
            HttpRequestError.ConnectionError => "the connection was refused or timed out",
            _ => "the connection broke",
        }}.",
        "Check --url and your network; hubspot-users doctor looks further.");

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw NotTheApp();
        }
        catch (JsonException)
        {
            throw NotTheApp();
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException)
        {
            throw new CliException(ExitCode.Unreachable, "The response ended early.", "Run the command again.");
        }
    }

    private static CliException NotTheApp() => new(ExitCode.Unreachable, "The response is not one of this app, or of another version of it.", "Check --url, and install the version of the tool that belongs to the app.");
}
