using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>The machine a benchmark ran on.</summary>
/// <param name="OperatingSystem">Its operating system.</param>
/// <param name="Architecture">Its processor architecture.</param>
/// <param name="Cores">Cores this process may use; emulator, simulators and function app share them.</param>
/// <param name="MemoryGiB">Memory this process may use.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="IsServerGC">Whether the benchmark's own process collects garbage as a server does.</param>
/// <param name="MeasuredAt">When the benchmark ended.</param>
internal sealed record Machine(
    string OperatingSystem, string Architecture, int Cores, double MemoryGiB, string DotNet, bool IsServerGC, DateTimeOffset MeasuredAt)
{
    private const double BytesPerGiB = 1024 * 1024 * 1024;

    public static Machine Describe(TimeProvider time) => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerGiB, 1),
        RuntimeInformation.FrameworkDescription,
        System.Runtime.GCSettings.IsServerGC,
        time.GetUtcNow());
}
