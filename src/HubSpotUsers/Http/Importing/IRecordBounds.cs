namespace HubSpotUsers.Http.Importing;

/// <summary>Finds where records end.</summary>
internal interface IRecordBounds
{
    /// <summary>Finds the end of the first record.</summary>
    /// <param name="text">What is there.</param>
    /// <param name="isAll">Whether no more will come that could belong to it.</param>
    RecordBound Find(ReadOnlySpan<byte> text, bool isAll);
}
