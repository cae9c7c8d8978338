using Api.Responses;
using HubSpotUsers.Pausing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Api.Health;

/// <summary>Pauses sending, and ends such a pause. A dry run cannot be begun or ended here: what it does to users is not for a click.</summary>
public sealed class PauseEndpoint
{
    private readonly SendingGate _sendingGate;
    private readonly IConfiguration _configuration;

    internal PauseEndpoint(SendingGate gate, IConfiguration configuration)
    {
        _sendingGate = gate;
        _configuration = configuration;
    }

    /// <summary>The response where a pause cannot be ended over HTTP.</summary>
    internal static Problem PausedBySetting { get; } = new(
        "The setting says Pause",
        StatusCodes.Status409Conflict,
        "The setting Processing:Mode is Pause, which only a deployment changes: set Processing__Mode to Run.");

    /// <summary>Handles <c>POST /api/pause</c>: nothing is sent by any process from now on.</summary>
    /// <param name="request">The request; its body is not read.</param>
    public Task<IResult> PauseAsync(HttpRequest request) => Guarded.RunAsync(request, () => OrderAsync(isPaused: true));

    /// <summary>Handles <c>POST /api/resume</c>: the setting applies again.</summary>
    /// <param name="request">The request; its body is not read.</param>
    public Task<IResult> ResumeAsync(HttpRequest request) => Guarded.RunAsync(request, () =>
        Enum.TryParse<ProcessingMode>(_configuration[$"{ProcessingOptions.SectionName}:{nameof(ProcessingOptions.Mode)}"], ignoreCase: true, out var mode) && mode is ProcessingMode.Pause
            ? throw new RefusedException(PausedBySetting)
            : OrderAsync(isPaused: false));

    private async Task<IResult> OrderAsync(bool isPaused)
    {
        await _sendingGate.OrderAsync(isPaused);
        var (mode, pause) = await _sendingGate.LookAsync();
        return ApiResult.Of(new ModeView(mode, PauseView.Of(pause)), HttpJson.Default.ModeView);
    }
}

/// <summary>Whether users are sent.</summary>
/// <param name="Mode">What the app does with users: Run, Pause or DryRun.</param>
/// <param name="Pause">Why sending is paused; null when it is not.</param>
internal sealed record ModeView(ProcessingMode Mode, PauseView? Pause);
