namespace HubSpotUsers.Messages.Files;

/// <summary>Finds where records end.</summary>
internal interface IRecordBounds
{
    /// <summary>Finds the end of the first record.</summary>
    /// <param name="text">What is there.</param>
    /// <param name="isAll">Whether no more will come that could belong to it.</param>
    RecordBound Find(ReadOnlySpan<byte> text, bool isAll);
}

/// <summary>Where a record ends.</summary>
/// <param name="Length">How many bytes it has, its line break included; 0 when its end is not there yet.</param>
/// <param name="Fault">Why these bytes are no record; null for a good one.</param>
internal readonly record struct RecordBound(int Length, string? Fault = null);

/// <summary>Every line is a record.</summary>
internal sealed class LineBounds : IRecordBounds
{
    public RecordBound Find(ReadOnlySpan<byte> text, bool isAll)
    {
        var newLine = text.IndexOf((byte)'\n');
        return new RecordBound(newLine >= 0 ? newLine + 1 : isAll ? text.Length : 0);
    }
}
