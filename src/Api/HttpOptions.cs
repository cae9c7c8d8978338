using System.ComponentModel.DataAnnotations;
using Api.Importing;
using Microsoft.Extensions.Options;

namespace Api;

/// <summary>What a request may hold and how long it may take: settings <c>Http:*</c>.</summary>
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

    /// <summary>How long the users of a request wait for a batch; those in none by then end as <c>Deferred</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an <c>Idempotency-Key</c> is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan IdempotencyKeyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The most faulty lines of an import that are named in its response; the others are counted.</summary>
    [Range(0, 10_000)]
    public int MaxLineErrors { get; set; } = 100;

    /// <summary>The most bytes of a file that is imported, unpacked; a workbook may have 16 MiB.</summary>
    [Range(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long MaxImportBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// The charset of imported files that name none and are not UTF-8, such as <c>windows-1252</c>; none by default: such a file is refused,
    /// since a wrong guess alters names.
    /// </summary>
    [Charset]
    public string? ImportCharset { get; set; }

    /// <summary>The most imports that are read at once; further ones are refused for the moment.</summary>
    [Range(1, 1000)]
    public int MaxImports { get; set; } = 8;
}

/// <summary>Checks <see cref="HttpOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
