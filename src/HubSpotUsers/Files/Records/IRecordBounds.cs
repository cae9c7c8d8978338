namespace HubSpotUsers.Files.Records;

/// <summary>Finds where records end.</summary>
internal interface IRecordBounds
{
    /// <summary>Finds the end of the first record.</summary>
    /// <param name="text">What is there.</param>
    /// <param name="lineEnd">The byte that ends a line.</param>
    /// <param name="extent">Whether more may come that belongs to it.</param>
    RecordBound Find(ReadOnlySpan<byte> text, byte lineEnd, RecordExtent extent);
}

/// <summary>How much of a file is there.</summary>
internal enum RecordExtent
{
    /// <summary>More may come.</summary>
    Part,

    /// <summary>More than a record may have: whatever comes does not belong to it.</summary>
    Full,

    /// <summary>All there is.</summary>
    All,
}

/// <summary>Where a record ends.</summary>
/// <param name="Length">How many bytes it has, its line break included; 0 when its end is not there yet.</param>
/// <param name="Fault">Why these bytes are no record; null for a good one.</param>
internal readonly record struct RecordBound(int Length, string? Fault = null)
{
    /// <summary>Whether the bytes only stand between records.</summary>
    public bool IsBetween { get; init; }
}

/// <summary>Every line is a record.</summary>
internal sealed class LineBounds : IRecordBounds
{
    public RecordBound Find(ReadOnlySpan<byte> text, byte lineEnd, RecordExtent extent)
    {
        var end = text.IndexOf(lineEnd);
        return new RecordBound(end >= 0 ? end + 1 : extent is RecordExtent.Part ? 0 : text.Length);
    }
}
