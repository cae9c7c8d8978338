using System.Text.Json;
using HubSpotUsers.Http.Answers;
using Microsoft.AspNetCore.Http;

namespace HubSpotUsers.Http.Health;

/// <summary>Answers <c>GET /api/health</c>, which anybody may ask.</summary>
/// <param name="readiness">Looks.</param>
public sealed class HealthEndpoint(Readiness readiness)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Says whether the app is ready, and what is missing: 200 or 503.</summary>
    public async Task<IResult> GetAsync()
    {
        var view = await readiness.LookAsync();
        var isReady = view.Checks.All(check => check.Ready);
        return new Answer(
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            Answer.JsonType,
            JsonSerializer.SerializeToUtf8Bytes(view, HttpJson.Default.HealthView))
        {
            RetryAfter = isReady ? null : RetryAfter,
        };
    }
}
