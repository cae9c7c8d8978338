using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Batching;

/// <summary>How inputs become batches: settings <c>Batching:*</c>.</summary>
internal sealed record BatchingOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Batching";

    /// <summary>The most inputs in a batch; HubSpot takes 100 (HubSpot: Contacts, batch limits).</summary>
    [Range(1, 100)]
    public int MaxInputs { get; set; } = 100;

    /// <summary>The largest request body, in bytes; a single larger input still goes out, alone.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>How long the oldest input of a batch waits for company.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an input of a request waits for company: its caller waits with it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxRequestWait { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a batch waits for a newcomer before it leaves as it is, while no other batch is in flight.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan IdleFlush { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The most users of messages that are in the process at once: enough for all batches in flight to be full three times over. Each
    /// takes some 4 KB. Messages beyond wait before they are parsed.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxPendingUsers { get; set; } = 20_000;

    /// <summary>The most bytes of messages that are in the process at once. Large users take some six times their bytes.</summary>
    [Range(1, 1024 * 1024 * 1024)]
    public int MaxPendingBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The most batches in flight at once.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentBatches { get; set; } = 64;
}

/// <summary>Checks <see cref="BatchingOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class BatchingOptionsValidator : IValidateOptions<BatchingOptions>;
