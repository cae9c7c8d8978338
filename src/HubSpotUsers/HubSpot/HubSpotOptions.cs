using System.ComponentModel.DataAnnotations;
using HubSpotUsers.Configuration;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot;

/// <summary>How HubSpot is called: settings <c>HubSpot:*</c>.</summary>
internal sealed record HubSpotOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "HubSpot";

    /// <summary>The seconds that <see cref="RateLimit"/> is for (HubSpot: API usage guidelines).</summary>
    internal const int RateLimitSeconds = 10;

    /// <summary>HubSpot's address.</summary>
    [Required]
    [HttpsAddress]
    public Uri? BaseAddress { get; set; } = new("https://api.hubapi.com/");

    /// <summary>The path of the users object, without <c>batch/create</c>: <c>crm/v3/objects/users</c>, later <c>crm/objects/2026-03/users</c>.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", ErrorMessage = "{0} must be a relative path such as crm/v3/objects/users.")]
    public string UsersPath { get; set; } = "crm/v3/objects/users";

    /// <summary>The path of the definitions of users' properties: <c>crm/v3/properties/users</c>, later <c>crm/properties/2026-03/users</c>.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", ErrorMessage = "{0} must be a relative path such as crm/v3/properties/users.")]
    public string PropertiesPath { get; set; } = "crm/v3/properties/users";

    /// <summary>The account's id (Hub ID), for links of the dashboard to its records; null for none.</summary>
    [RegularExpression("[0-9]{1,12}", ErrorMessage = "{0} must be the number that HubSpot shows as the account's Hub ID.")]
    public string? PortalId { get; set; }

    /// <summary>
    /// A property whose value is unique among the account's users, or null when there is none: inputs that share a value never
    /// share a batch, and results without a trace id are matched by it.
    /// </summary>
    [RegularExpression("[a-z][a-z0-9_]*", ErrorMessage = "{0} must be a HubSpot property name, in lower case.")]
    public string? UniqueProperty { get; set; }

    /// <summary>
    /// Calls in ten seconds, of all processes together. A Professional or Enterprise account has 190 a private app (HubSpot: API usage
    /// guidelines). They are spaced a hundredth further apart than that, for calls that arrive a little bunched.
    /// </summary>
    [Range(1, 10_000)]
    public int RateLimit { get; set; } = 190;

    /// <summary>The share of the account's calls of a day that is kept for its other apps, from 0 to 0.9.</summary>
    [Range(0d, 0.9d)]
    public double DailyReserve { get; set; }

    /// <summary>The account's time zone, whose midnight begins a new day of calls: an IANA name such as <c>America/New_York</c>.</summary>
    [Required]
    [TimeZone]
    public string AccountTimeZone { get; set; } = "Etc/UTC";

    /// <summary>The most of a day's responses that may be errors; HubSpot tolerates 5 % (HubSpot: API usage guidelines).</summary>
    [Range(0.001d, 1d)]
    public double MaxErrorShare { get; set; } = 0.05;

    /// <summary>So many errors of a process in a day are always allowed, whatever their share.</summary>
    [Range(1, 1_000_000)]
    public int MaxDailyErrors { get; set; } = 1000;

    /// <summary>How long nothing is sent when most calls fail (5xx, time-outs, no connection); it doubles, up to 16 times, while they go on failing.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one call may take, the response's body included. HubSpot's gateway itself ends a call after 100 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(110);

    /// <summary>How many times a call that HubSpot certainly did not apply (429, 423, no connection) is sent again before the batch stops.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 4;

    /// <summary>How long to wait after a response that leaves doubt before HubSpot is asked what it has: a call that seems lost may still be applied.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan ReconcileDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest response that is read, in bytes.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 16 * 1024 * 1024;
}

/// <summary>Checks <see cref="HubSpotOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class HubSpotOptionsValidator : IValidateOptions<HubSpotOptions>;
