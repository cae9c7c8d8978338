namespace HubSpotUsers.Http.Importing;

/// <summary>Every line is a record.</summary>
internal sealed class LineBounds : IRecordBounds
{
    public RecordBound Find(ReadOnlySpan<byte> text, bool isAll)
    {
        var newLine = text.IndexOf((byte)'\n');
        return new RecordBound(newLine >= 0 ? newLine + 1 : isAll ? text.Length : 0);
    }
}
