using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Simulators.Hosting;

namespace Simulators.Identity;

/// <summary>The endpoint a managed identity gets its tokens from in App Service, so that the real credential runs anywhere.</summary>
public sealed class ManagedIdentitySimulator : IAsyncDisposable
{
    private readonly string _header = Guid.NewGuid().ToString("N");
    private readonly TokenIssuer _issuer;
    private LoopbackServer? _server;
    private int _issued;

    private ManagedIdentitySimulator(ManagedIdentitySimulatorOptions options, TimeProvider time) => _issuer = new TokenIssuer(options, time);

    /// <summary>The address that <c>IDENTITY_ENDPOINT</c> names.</summary>
    public Uri Endpoint => new(_server!.BaseAddress, "msi/token");

    /// <summary>The environment a process needs to use this identity: <c>IDENTITY_ENDPOINT</c> and <c>IDENTITY_HEADER</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["IDENTITY_ENDPOINT"] = Endpoint.ToString(),
        ["IDENTITY_HEADER"] = _header,
    };

    /// <summary>The tokens issued so far.</summary>
    public int TokensIssued => Volatile.Read(ref _issued);

    /// <summary>Starts the endpoint.</summary>
    /// <param name="options">The port and what the tokens say.</param>
    /// <param name="time">The clock of the tokens.</param>
    /// <returns>The running endpoint.</returns>
    public static async Task<ManagedIdentitySimulator> StartAsync(
        ManagedIdentitySimulatorOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var identity = new ManagedIdentitySimulator(options, time ?? TimeProvider.System);
        identity._server = await LoopbackServer.StartAsync(
            options.Port, certificate: null, (http, _) => identity.HandleAsync(http), cancellationToken);
        return identity;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        var resource = (string?)http.Request.Query["resource"];
        if (http.Request.Path != "/msi/token" || http.Request.Query["api-version"] != "2019-08-01" || string.IsNullOrEmpty(resource))
        {
            http.Response.StatusCode = 400;
            return;
        }

        if (http.Request.Headers["X-IDENTITY-HEADER"] != _header)
        {
            http.Response.StatusCode = 401;
            return;
        }

        Interlocked.Increment(ref _issued);
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(_issuer.Issue(resource), TokenJson.Default.TokenBody), http.RequestAborted);
    }
}
