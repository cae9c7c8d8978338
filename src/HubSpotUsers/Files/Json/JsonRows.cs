using HubSpotUsers.Files.Records;
using HubSpotUsers.Files.Text;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Files.Json;

/// <summary>Users as JSON: one a line, or as one list.</summary>
/// <param name="text">The file, in UTF-8.</param>
/// <param name="isList">Whether they are one list.</param>
/// <param name="catalog">The account's properties; null when they are not known.</param>
/// <param name="hash">Takes what has been read.</param>
internal sealed class JsonRows(Stream text, bool isList, PropertyCatalog? catalog, FileHash hash) : IRows<FileRow>
{
    private readonly PropertyRules? _rules = catalog is null ? null : new PropertyRules(catalog);
    private readonly JsonListBounds? _list = isList ? new JsonListBounds() : null;
    private RecordReader? _records;
    private int _count;

    /// <inheritdoc/>
    public int Line => isList ? _count + 1 : Records.Line;

    private RecordReader Records => _records ??= new RecordReader(text, _list ?? (IRecordBounds)new LineBounds(), hash);

    /// <inheritdoc/>
    public byte[] HashOfRead() => Records.HashOfRead();

    /// <inheritdoc/>
    public bool TryRead(out FileRow row)
    {
        var isThere = Records.TryRead(out var record);
        row = isThere ? Read(isList ? ++_count : record.Line, record) : default;
        if (!isThere && Records.IsAtEnd && _count > 0 && _list?.CutOff() is true)
        {
            row = FileRow.Faulty(++_count, "The list does not end: the file is cut off.");
            return true;
        }

        return isThere;
    }

    /// <inheritdoc/>
    public ValueTask<bool> FillAsync() => Records.FillAsync();

    /// <inheritdoc/>
    public void Dispose() => _records?.Dispose();

    private FileRow Read(int line, FileRecord record)
    {
        if ((record.Fault ?? TextFaults.Of(record.Bytes.Span)) is { } fault)
        {
            return FileRow.Faulty(line, fault);
        }

        return record.Bytes.Span.Trim(" \t\r\u001A"u8).IsEmpty ? new FileRow(line, null, []) : Parse(line, record.Bytes);
    }

    private FileRow Parse(int line, ReadOnlyMemory<byte> record)
    {
        try
        {
            if (MessageParser.ParseRequest(record) is not { Envelope: null, Inputs: [var input] } parsed)
            {
                return FileRow.Faulty(line, "A line must be one user.");
            }

            return input.User is { } user && _rules?.Check(user.Properties) is { Count: > 0 } faults
                ? new FileRow(line, null, faults)
                : new FileRow(line, input.User, input.Faults) { Id = parsed.Id };
        }
        catch (InvalidMessageException exception)
        {
            return new FileRow(line, null, [exception.Fault]);
        }
    }
}
