using System.ComponentModel.DataAnnotations;

namespace HubSpotUsers.Configuration;

/// <summary>Requires the name of a time zone this machine knows.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeZoneAttribute : ValidationAttribute
{
    /// <summary>Makes the attribute with its message.</summary>
    public TimeZoneAttribute()
        : base("{0} must be the IANA name of a time zone, such as America/New_York or Etc/UTC.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not string { Length: > 0 } name || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
}
