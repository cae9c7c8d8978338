using HubSpotUsers.Files.Text;

namespace HubSpotUsers.Files;

/// <summary>Tells what a file is, by the media type it is sent as, by its name, or by its first bytes where those say little.</summary>
internal static class UserFileKinds
{
    /// <summary>What a workbook is sent as.</summary>
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>So many bytes tell a ZIP archive, which an .xlsx workbook is, from an .xls workbook and from text.</summary>
    private const int MagicBytes = 8;

    /// <summary>The bytes of the marks of UTF-8 and UTF-16, and the first of a character of ASCII in UTF-16 whose high byte comes first.</summary>
    private static ReadOnlySpan<byte> Marks => [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0];

    private static readonly OrderedDictionary<string, UserFileKind> ByType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = UserFileKind.Csv,
        ["application/csv"] = UserFileKind.Csv,
        ["text/tab-separated-values"] = UserFileKind.Csv,
        ["text/plain"] = UserFileKind.Csv,
        ["application/vnd.ms-excel"] = UserFileKind.Csv,
        ["application/jsonl"] = UserFileKind.JsonLines,
        ["application/x-jsonlines"] = UserFileKind.JsonLines,
        ["application/x-ndjson"] = UserFileKind.JsonLines,
        ["application/ndjson"] = UserFileKind.JsonLines,
        ["application/json"] = UserFileKind.Json,
        [WorkbookType] = UserFileKind.Workbook,
    };

    private static readonly Dictionary<string, UserFileKind> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = UserFileKind.Csv,
        [".tsv"] = UserFileKind.Csv,
        [".txt"] = UserFileKind.Csv,
        [".jsonl"] = UserFileKind.JsonLines,
        [".ndjson"] = UserFileKind.JsonLines,
        [".json"] = UserFileKind.Json,
        [".xlsx"] = UserFileKind.Workbook,
    };

    /// <summary>The media types of files that are taken.</summary>
    public static IReadOnlyList<string> Types => ByType.Keys;

    /// <summary>The media types that are taken, for a message.</summary>
    public static string Taken { get; } = $"{string.Join(", ", ByType.Keys)}, or one such file as multipart/form-data";

    /// <summary>The kind of a media type; null when it is none that is taken.</summary>
    public static UserFileKind? OfType(string? mediaType) => mediaType is not null && ByType.TryGetValue(mediaType, out var kind) ? kind : null;

    /// <summary>The kind of a file by the end of its name; null when it is none that is taken.</summary>
    public static UserFileKind? OfName(string? name) => name is not null && ByExtension.TryGetValue(Path.GetExtension(name), out var kind) ? kind : null;

    /// <summary>
    /// Looks whether what is said to be text is a workbook, since browsers on Windows send both as <c>application/vnd.ms-excel</c>, or JSON.
    /// </summary>
    /// <param name="body">The file.</param>
    /// <param name="kind">What it is said to be.</param>
    /// <returns>What it is, and the file from its beginning.</returns>
    /// <exception cref="InvalidFileException">It is a workbook of a kind that is not taken, or packed.</exception>
    public static async Task<(UserFileKind Kind, Stream Body)> LookAsync(Stream body, UserFileKind kind)
    {
        if (kind is UserFileKind.Workbook)
        {
            return (kind, body);
        }

        var head = new byte[MagicBytes];
        var length = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false);
        var file = new ReplayStream(head.AsMemory(0, length), body);
        return head.AsSpan(0, length) switch
        {
            [0x1F, 0x8B, ..] => throw new InvalidFileException("The file is packed with gzip. Unpack it, or send it with Content-Encoding: gzip."),
            _ when kind is not UserFileKind.Csv => (kind, file),
            [0x50, 0x4B, 0x03, 0x04, ..] => (UserFileKind.Workbook, file),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new InvalidFileException("The file is an Excel workbook of the old format, or has a password. Save it as .xlsx without one, or as CSV UTF-8."),
            var text => (OfText(text), file),
        };
    }

    /// <summary>Whether text is JSON rather than CSV, by its first character after a byte order mark.</summary>
    private static UserFileKind OfText(ReadOnlySpan<byte> text) => text.TrimStart(Marks) switch
    {
        [(byte)'{', ..] => UserFileKind.JsonLines,
        [(byte)'[', ..] => UserFileKind.Json,
        _ => UserFileKind.Csv,
    };
}
