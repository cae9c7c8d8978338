namespace HubSpotUsers.Tests.Model;

/// <summary>Waits until nothing runs any more: all that is left waits for virtual time.</summary>
internal static class Idleness
{
    /// <summary>Looks that must agree: a thread may be between two pieces of work.</summary>
    private const int QuietLooks = 3;

    public static void Await()
    {
        var own = Thread.CurrentThread.IsThreadPoolThread ? 1 : 0;
        for (var quiet = 0; quiet < QuietLooks;)
        {
            var completed = ThreadPool.CompletedWorkItemCount;
            Thread.Yield();
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.GetAvailableThreads(out var available, out _);
            var isQuiet = ThreadPool.PendingWorkItemCount is 0 && most - available <= own && ThreadPool.CompletedWorkItemCount == completed;
            quiet = isQuiet ? quiet + 1 : 0;
        }
    }
}
