using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Api;

/// <summary>What a request may hold and how long it may take: settings <c>Http:*</c>; those of imports are in <see cref="Importing.ImportOptions"/>.</summary>
internal sealed record HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Http";

    /// <summary>The most users in a request whose response holds their outcomes; a larger one goes onto the queue.</summary>
    [Range(1, 10_000)]
    public int MaxInputs { get; set; } = 1000;

    /// <summary>The largest JSON body, in bytes. An import has its own.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// The most bytes of JSON bodies that an instance processes at once; a further one is refused for the moment. Bodies of up to 64 KiB do not
    /// count; of the others, those of up to 1 MiB have a quarter, larger ones the rest. One body is always taken.
    /// </summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int MaxPendingBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long the users of a request wait for a batch; those in none by then end as <c>Deferred</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an <c>Idempotency-Key</c> is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan IdempotencyKeyLifetime { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Checks <see cref="HttpOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
