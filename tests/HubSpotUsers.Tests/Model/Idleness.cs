namespace HubSpotUsers.Tests.Model;

/// <summary>Waits until nothing runs any more: all that is left waits for virtual time.</summary>
internal static class Idleness
{
    /// <summary>Looks that must agree: a thread may be between two pieces of work.</summary>
    private const int QuietLooks = 3;

    /// <summary>How long to spin from one look to the next. Giving way to other processes at every look would cost a busy machine minutes.</summary>
    private const int Spins = 20;

    public static void Await()
    {
        var own = Thread.CurrentThread.IsThreadPoolThread ? 1 : 0;
        var completed = ThreadPool.CompletedWorkItemCount;
        for (var quiet = 0; quiet < QuietLooks;)
        {
            if (IsQuiet(own, ref completed))
            {
                quiet++;
                Thread.SpinWait(Spins);
            }
            else
            {
                quiet = 0;
                Thread.Yield();
            }
        }
    }

    /// <summary>The pool counts a thread as taken from the moment work is queued for it until it finds none.</summary>
    private static bool IsQuiet(int own, ref long completed)
    {
        var before = completed;
        completed = ThreadPool.CompletedWorkItemCount;
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return ThreadPool.PendingWorkItemCount is 0 && most - available <= own && completed == before;
    }
}
