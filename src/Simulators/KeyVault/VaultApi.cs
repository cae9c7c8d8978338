using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Simulators.KeyVault;

/// <summary>Responds as Key Vault does: challenge, secret, error.</summary>
internal sealed class VaultApi(SecretStore secrets, TimeProvider time)
{
    private const string Challenge =
        "Bearer authorization=\"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555\", resource=\"https://vault.azure.net\"";

    public async Task HandleAsync(HttpContext http, PlannedFault? fault, CancellationToken stopping)
    {
        if (fault is not null)
        {
            await FailAsync(http, fault, stopping);
            return;
        }

        if (http.Request.Headers.Authorization.Count == 0)
        {
            http.Response.Headers.WWWAuthenticate = Challenge;
            await RefuseAsync(http, 401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
            return;
        }

        await RespondAsync(http);
    }

    private async Task RespondAsync(HttpContext http)
    {
        var segments = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (http.Request.Method != "GET" || segments is not (["secrets", _] or ["secrets", _, _]))
        {
            await RefuseAsync(http, 404, "NotFound", $"There is no {http.Request.Method} {http.Request.Path}.");
            return;
        }

        var name = segments[1];
        switch (secrets.Find(name, segments.Length > 2 ? segments[2] : ""))
        {
            case null:
                await RefuseAsync(http, 404, "SecretNotFound", $"A secret with (name/id) {name} was not found in this key vault.");
                break;
            case { Enabled: false }:
                await RefuseAsync(http, 403, "Forbidden", "Operation get is not allowed on a disabled secret.");
                break;
            case var secret:
                await WriteAsync(http, 200, Describe(http.Request, name, secret), VaultJson.Default.SecretBody);
                break;
        }
    }

    private async Task FailAsync(HttpContext http, PlannedFault fault, CancellationToken stopping)
    {
        switch (fault.Fault)
        {
            case VaultFault.Throttled:
                http.Response.Headers.RetryAfter = Math.Ceiling(fault.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await RefuseAsync(http, 429, "Throttled", "Request was not processed because too many requests were received.");
                break;
            case VaultFault.Unavailable:
                await RefuseAsync(http, 503, "ServiceUnavailable", "The service is temporarily unavailable.");
                break;
            case VaultFault.Forbidden:
                await RefuseAsync(http, 403, "Forbidden", "Caller is not authorized to perform action on resource.");
                break;
            default:
                using (var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, gone.Token);
                }

                break;
        }
    }

    private static SecretBody Describe(HttpRequest request, string name, SecretVersion secret)
    {
        var createdAt = secret.CreatedAt.ToUnixTimeSeconds();
        return new SecretBody(
            secret.Value, $"https://{request.Host}/secrets/{name}/{secret.Version}", new SecretAttributes(secret.Enabled, createdAt, createdAt));
    }

    private static Task RefuseAsync(HttpContext http, int status, string code, string message) =>
        WriteAsync(http, status, new VaultErrorBody(new VaultError(code, message)), VaultJson.Default.VaultErrorBody);

    private static async Task WriteAsync<T>(HttpContext http, int status, T body, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, type), http.RequestAborted);
    }
}
