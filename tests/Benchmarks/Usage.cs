namespace Benchmarks;

/// <summary>What some work in this process took.</summary>
/// <param name="Elapsed">The time it took.</param>
/// <param name="ProcessorTime">The processor time of this process, garbage collection included.</param>
/// <param name="AllocatedBytes">The bytes allocated.</param>
internal sealed record Usage(TimeSpan Elapsed, TimeSpan ProcessorTime, long AllocatedBytes)
{
    /// <summary>Does the work on a clean heap.</summary>
    public static async Task<Usage> OfAsync(Func<Task> work, TimeProvider time)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var (allocated, processorTime, started) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, time.GetTimestamp());
        await work();
        var elapsed = time.GetElapsedTime(started);
        return new Usage(elapsed, Environment.CpuUsage.TotalTime - processorTime, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}
