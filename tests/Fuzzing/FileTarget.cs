using System.Text.Json;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Properties;

namespace Fuzzing;

/// <summary>Bytes as a file of users.</summary>
internal static class FileTarget
{
    /// <summary>Only in so much of a file is looked how its lines end.</summary>
    private const int HeadBytes = 4 * 1024;

    /// <summary>A larger user ends a JSON file.</summary>
    private const int MaxRecordBytes = 64 * 1024;

    private static readonly PropertyCatalog Catalog = new(
    [
        new("hs_email", "Email"),
        new("hs_given_name", "First Name"),
        new("hs_family_name", "Last Name"),
        new("hs_job_title", "Job Title"),
        new("hs_availability_status", "Availability") { Type = "enumeration", Options = [new("available"), new("away")] },
        new("a_day", "Start day") { Type = "date" },
        new("a_time", "Last seen") { Type = "datetime" },
        new("a_number", "Quota") { Type = "number" },
        new("a_truth", "Remote") { Type = "bool" },
        new("a_sum", "Score") { Calculated = true },
    ]);

    /// <summary>Every line is a user, faulty or blank, in order and without gaps, or the file is refused with a reason.</summary>
    public static void Run(byte[] body, UserFileKind kind)
    {
        foreach (var catalog in new[] { Catalog, null })
        {
            try
            {
                var (rows, encoding) = ReadAsync(body, kind, catalog).GetAwaiter().GetResult();
                Check(rows);
                CheckCount(rows, body, kind, encoding);
            }
            catch (InvalidFileException exception)
            {
                Promise.Holds(exception.Faults.Count > 0 && exception.Faults.All(fault => fault.Detail.Length > 0), "a refusal has a reason");
            }
        }
    }

    private static async Task<(List<FileRow> Rows, string? Encoding)> ReadAsync(byte[] body, UserFileKind kind, PropertyCatalog? catalog)
    {
        using var file = await UserFile.OpenAsync(new MemoryStream(body), new UserFileOptions { Kind = kind }, catalog);
        var rows = new List<FileRow>();
        while (await file.NextAsync() is { } row)
        {
            rows.Add(row);
        }

        return (rows, file.EncodingName);
    }

    private static void Check(List<FileRow> rows)
    {
        Promise.Holds(rows.Exists(row => !row.IsBlank), "a file that is taken has a user or a fault");
        Promise.Holds(rows.Zip(rows.Skip(1)).All(pair => pair.First.Line < pair.Second.Line), "lines are in order");
        Promise.Holds(rows.TrueForAll(row => row.User is { Properties.Count: > 0 } || row.Faults.Count > 0 || row.IsBlank), "a row is a user, faulty or blank");
        Promise.Holds(rows.TrueForAll(row => row.User is null || row.Faults.Count is 0), "a user has no fault");
    }

    private static void CheckCount(List<FileRow> rows, byte[] body, UserFileKind kind, string? encoding)
    {
        if (encoding is not ("us-ascii" or "utf-8" or "windows-1252"))
        {
            return;
        }

        switch (kind)
        {
            case UserFileKind.Csv when !body.AsSpan().ContainsAny((byte)'"', (byte)'\r'):
                Promise.Holds(rows.Count == LinesOf(body) - rows[0].Line + 1, "every line after the header of a table without quotes is a row");
                Promise.Holds(rows.TrueForAll(row => row.User?.Properties.Values.Any(value => value.Contains('\uFFFD', StringComparison.Ordinal)) is not true), "no value has lost a character");
                break;
            case UserFileKind.JsonLines:
                Promise.Holds(rows.Count == LinesOf(body), "every line is a row");
                break;
            case UserFileKind.Json when body.Length < MaxRecordBytes && ItemsOf(body) is { } items:
                Promise.Holds(rows.Count == items, "every item of the array is a row");
                break;
        }
    }

    private static int LinesOf(ReadOnlySpan<byte> body)
    {
        var head = body[..Math.Min(body.Length, HeadBytes)];
        var lineEnd = !head.Contains((byte)'\n') && head.Contains((byte)'\r') ? (byte)'\r' : (byte)'\n';
        return body.IsEmpty ? 0 : body.Count(lineEnd) + (body[^1] == lineEnd ? 0 : 1);
    }

    private static int? ItemsOf(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
