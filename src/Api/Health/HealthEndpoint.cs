using System.Text.Json;
using Api.Responses;
using HubSpotUsers.Pausing;
using Microsoft.AspNetCore.Http;

namespace Api.Health;

/// <summary>Handles <c>GET /api/health</c>, which needs no key.</summary>
public sealed class HealthEndpoint
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Readiness _readiness;

    internal HealthEndpoint(Readiness readiness)
    {
        _readiness = readiness;
    }

    /// <summary>Says whether the app is ready, and what is missing: 200 or 503.</summary>
    /// <param name="request">The request. Its query is passed over: probes add parameters of their own making, and would read 400 as ill.</param>
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var view = await _readiness.LookAsync();
        var isReady = view.Checks.All(check => check.Ready);
        return new ApiResult(
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            ApiResult.JsonType,
            JsonSerializer.SerializeToUtf8Bytes(view, HttpJson.Default.HealthView))
        {
            RetryAfter = isReady ? null : RetryAfter,
        };
    }
}

/// <summary>Whether the app is ready for work.</summary>
/// <param name="Status">ready or notReady.</param>
/// <param name="Version">The version and the commit the app was built from.</param>
/// <param name="Checks">What was looked at.</param>
/// <param name="Sending">Whether users are sent; null when that could not be read in time.</param>
internal sealed record HealthView(string Status, string Version, IReadOnlyList<HealthCheck> Checks, SendingView? Sending);

/// <summary>Whether users are sent. A pause leaves the app ready: what comes in waits on the queue.</summary>
/// <param name="Mode">What the app does with users.</param>
/// <param name="PausedFor">Why sending is paused; null when it is not.</param>
/// <param name="Until">When that ends, or is looked at again.</param>
internal sealed record SendingView(ProcessingMode Mode, string? PausedFor, DateTimeOffset? Until);

/// <summary>One thing the app needs.</summary>
/// <param name="Name">What it is: storage, queue or token.</param>
/// <param name="Ready">Whether it is there.</param>
/// <param name="Reason">Why it is not; free of names, addresses and secrets.</param>
internal sealed record HealthCheck(string Name, bool Ready, string? Reason = null);
