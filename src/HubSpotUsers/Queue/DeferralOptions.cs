using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>How users that could not be sent now are tried again: settings <c>Retry:*</c>.</summary>
internal sealed record DeferralOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Retry";

    /// <summary>How many attempts there are, the first included; afterwards the users go to the poison queue.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>The most a first deferral waits; it doubles with every attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most any deferral waits.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "6.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Checks <see cref="DeferralOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class DeferralOptionsValidator : IValidateOptions<DeferralOptions>;
