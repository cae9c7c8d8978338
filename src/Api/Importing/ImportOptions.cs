using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Api.Importing;

/// <summary>What an imported file may hold: settings <c>Http:*</c>. The number of lines has no limit.</summary>
internal sealed record ImportOptions
{
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

/// <summary>Checks <see cref="ImportOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class ImportOptionsValidator : IValidateOptions<ImportOptions>;
