using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace HubSpotUsers.Files.Tables;

/// <summary>Finds the cells of a sheet that hold an error, such as <c>#N/A</c>: the reader gives them as empty, which would lose a value in silence.</summary>
internal static class WorkbookErrors
{
    private const string Workbook = "xl/workbook.xml";
    private const string Relations = "xl/_rels/workbook.xml.rels";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The first such cell of each row, or the row where it does not say, by the row's number.</summary>
    /// <param name="workbook">The workbook, checked in size.</param>
    /// <param name="sheet">The name of the sheet.</param>
    public static IReadOnlyDictionary<int, string> Of(Stream workbook, string sheet)
    {
        using var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        var errors = new Dictionary<int, string>();
        if (Find(archive, sheet) is not { } entry)
        {
            return errors;
        }

        var row = 0;
        foreach (var element in Elements(entry))
        {
            if (element.LocalName is "row")
            {
                row = int.TryParse(element.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : row + 1;
            }
            else if (element.LocalName is "c" && element.GetAttribute("t") is "e")
            {
                errors.TryAdd(row, element.GetAttribute("r") is { } cell ? $"Cell {cell}" : $"A cell of row {row.ToString(CultureInfo.InvariantCulture)}");
            }
        }

        return errors;
    }

    /// <summary>The sheet's own part of the archive, by way of its relation; names of elements are looked at without their namespace, of which there are two kinds.</summary>
    private static ZipArchiveEntry? Find(ZipArchive archive, string sheet)
    {
        if (archive.GetEntry(Workbook) is not { } workbook || archive.GetEntry(Relations) is not { } relations)
        {
            return null;
        }

        var id = Elements(workbook).Where(element => element.LocalName is "sheet" && element.GetAttribute("name") == sheet).Select(RelationOf).FirstOrDefault();
        var target = Elements(relations).Where(element => element.LocalName is "Relationship" && element.GetAttribute("Id") == id).Select(element => element.GetAttribute("Target")).FirstOrDefault();
        return target is null ? null : archive.GetEntry(target.StartsWith('/') ? target[1..] : $"xl/{target}");
    }

    private static string? RelationOf(XmlReader element)
    {
        while (element.MoveToNextAttribute())
        {
            if (element is { LocalName: "id", Prefix.Length: > 0 })
            {
                return element.Value;
            }
        }

        return null;
    }

    private static IEnumerable<XmlReader> Elements(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var xml = XmlReader.Create(content, Settings);
        while (xml.Read())
        {
            if (xml.NodeType is XmlNodeType.Element)
            {
                yield return xml;
            }
        }
    }
}
