namespace Benchmarks.Import;

/// <summary>The resident set of the worker while it reads two files, one after the other.</summary>
/// <param name="Lines">How many lines the second file has; the first has a tenth.</param>
/// <param name="Accepted">How many users of the second went onto the queue.</param>
/// <param name="Requests">How many requests the second took: a request ends after 230 seconds, and goes on with its key.</param>
/// <param name="Seconds">How long the second took.</param>
/// <param name="IdleMiB">The worker before the first.</param>
/// <param name="PeakOfFirstMiB">The largest it was during the first.</param>
/// <param name="PeakMiB">The largest it was during the second.</param>
internal sealed record ImportResult(int Lines, int Accepted, int Requests, double Seconds, double IdleMiB, double PeakOfFirstMiB, double PeakMiB);
