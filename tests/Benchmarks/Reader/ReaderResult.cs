namespace Benchmarks.Reader;

/// <summary>One file, read as an import reads it and by the CSV library alone. All figures are medians of the rounds.</summary>
/// <param name="Lines">How many users the file has.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="GoalRatio">The least share of the library's speed that is good.</param>
/// <param name="Ratio">The reader's speed as a share of the library's, by processor time.</param>
/// <param name="ReaderMilliseconds">Processor time of the reader.</param>
/// <param name="LibraryMilliseconds">Processor time of the library.</param>
/// <param name="ReaderBytesPerLine">Bytes the reader allocates for a line.</param>
/// <param name="LibraryBytesPerLine">Bytes the library allocates for a line.</param>
internal sealed record ReaderResult(
    int Lines, long Bytes, double GoalRatio, double Ratio, double ReaderMilliseconds, double LibraryMilliseconds, long ReaderBytesPerLine, long LibraryBytesPerLine);
