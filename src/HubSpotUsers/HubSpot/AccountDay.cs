using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot;

/// <summary>The day of the HubSpot account, which its daily limit counts by (HubSpot: API usage guidelines, "resets at midnight based on your time zone setting").</summary>
/// <param name="options">The account's time zone.</param>
internal sealed class AccountDay(IOptions<HubSpotOptions> options, TimeProvider time)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.AccountTimeZone);

    /// <summary>Today's date where the account is.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).DateTime);

    /// <summary>When tomorrow begins: at midnight, or where a change to daylight saving time leaves that out, at the first moment after it.</summary>
    public DateTimeOffset Tomorrow
    {
        get
        {
            var midnight = Today.AddDays(1).ToDateTime(TimeOnly.MinValue);
            while (_zone.IsInvalidTime(midnight))
            {
                midnight = midnight.AddMinutes(15);
            }

            // Where the clocks go back over midnight, the day begins when they show it first.
            var offset = _zone.IsAmbiguousTime(midnight) ? _zone.GetAmbiguousTimeOffsets(midnight).Max() : _zone.GetUtcOffset(midnight);
            return new DateTimeOffset(midnight, offset).ToUniversalTime();
        }
    }
}
