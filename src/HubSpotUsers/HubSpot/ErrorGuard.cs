using HubSpotUsers.Pausing;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot;

/// <summary>
/// Keeps error responses below the share of a day's calls that HubSpot tolerates (HubSpot: API usage guidelines, "error responses
/// shouldn't exceed 5 % of your total daily requests"). Each process keeps below it by itself, so all of them do.
/// </summary>
/// <param name="gate">Stops sending.</param>
/// <param name="day">The account's day.</param>
/// <param name="hubSpot">The share.</param>
/// <param name="processing">How often to retry.</param>
internal sealed class ErrorGuard(SendingGate gate, AccountDay day, IOptions<HubSpotOptions> hubSpot, IOptions<ProcessingOptions> processing, TimeProvider time)
{
    /// <summary>While too many responses are errors, one call in so many probe intervals is made.</summary>
    private const int ProbeIntervals = 15;

    private readonly Lock _lock = new();
    private DateOnly _today;
    private long _calls;
    private long _errors;

    /// <summary>Records a response.</summary>
    internal Task RecordAsync(bool isError)
    {
        lock (_lock)
        {
            if (day.Today is var today && today != _today)
            {
                (_today, _calls, _errors) = (today, 0, 0);
            }

            _calls++;
            _errors += isError ? 1 : 0;
            var allowed = Math.Max(hubSpot.Value.MaxDailyErrors, _calls * hubSpot.Value.MaxErrorShare);
            if (!isError || _errors <= allowed)
            {
                return Task.CompletedTask;
            }
        }

        return gate.StopAsync(new Pause(PauseReason.ErrorRate, time.GetUtcNow() + (processing.Value.ProbeInterval * ProbeIntervals)));
    }
}
