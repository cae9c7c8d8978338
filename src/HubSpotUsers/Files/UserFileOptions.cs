namespace HubSpotUsers.Files;

/// <summary>How a file is to be read.</summary>
internal sealed record UserFileOptions
{
    /// <summary>What the file is.</summary>
    public required UserFileKind Kind { get; init; }

    /// <summary>The charset it is declared to be in; null when it is not.</summary>
    public string? Charset { get; init; }

    /// <summary>The charset to take where none can be determined; null to refuse such a file.</summary>
    public string? FallbackCharset { get; init; }

    /// <summary>What stands between fields; null to find out.</summary>
    public char? Separator { get; init; }

    /// <summary>The sheet of a workbook; null for the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>What columns are, by the header's text or their number from 1: a property's name, or <c>-</c> for a column to leave out.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The records that every user of the file is associated with, beside those of its own.</summary>
    public IReadOnlyList<Association> Associations { get; init; } = [];

    /// <summary>Whether <see cref="UserFile.HashOfRead"/> is SHA-256, as in versions that knew no other; else it is XXH128.</summary>
    public bool UsesSha256 { get; init; }

    /// <summary>The most bytes of a workbook, which is held in memory; it may unpack to eight times that.</summary>
    public int MaxWorkbookBytes { get; init; } = 16 * 1024 * 1024;
}

/// <summary>What a file is.</summary>
internal enum UserFileKind
{
    /// <summary>Rows and cells as text, with any of the usual separators.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>A JSON array of users, or an object with it.</summary>
    Json,

    /// <summary>An Excel workbook (.xlsx).</summary>
    Workbook,
}
