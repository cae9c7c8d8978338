using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace HubSpotUsers.Files.Tables;

/// <summary>Finds the cells of a sheet that hold an error, such as <c>#N/A</c>: the reader gives them as empty, which would lose a value in silence.</summary>
internal static class WorkbookErrors
{
    private const string Workbook = "xl/workbook.xml";
    private const string Relations = "xl/_rels/workbook.xml.rels";

    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Reference = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>The first such cell of each row, by the row's number.</summary>
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

        using var content = entry.Open();
        using var xml = XmlReader.Create(content);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" } && xml.GetAttribute("t") is "e" && xml.GetAttribute("r") is { } cell
                && int.TryParse(cell.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), out var row))
            {
                errors.TryAdd(row, cell);
            }
        }

        return errors;
    }

    private static ZipArchiveEntry? Find(ZipArchive archive, string sheet)
    {
        if (archive.GetEntry(Workbook) is not { } workbook || archive.GetEntry(Relations) is not { } relations)
        {
            return null;
        }

        var id = Read(workbook).Descendants(Main + "sheet").FirstOrDefault(one => (string?)one.Attribute("name") == sheet)?.Attribute(Reference + "id")?.Value;
        var target = Read(relations).Root?.Elements().FirstOrDefault(one => (string?)one.Attribute("Id") == id)?.Attribute("Target")?.Value;
        return target is null ? null : archive.GetEntry(target.StartsWith('/') ? target[1..] : $"xl/{target}");
    }

    private static XDocument Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        return XDocument.Load(content);
    }
}
