using System.ComponentModel.DataAnnotations;

namespace HubSpotUsers.Http;

/// <summary>What a request may hold: settings <c>Http:*</c>.</summary>
public sealed record HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Http";

    /// <summary>The most users in a request.</summary>
    [Range(1, 10_000)]
    public int MaxInputs { get; set; } = 1000;

    /// <summary>The largest body, in bytes.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 8 * 1024 * 1024;
}
