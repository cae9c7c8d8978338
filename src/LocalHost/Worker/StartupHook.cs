using System.Diagnostics;

// The runtime finds a startup hook by this name, outside of any namespace (dotnet/runtime, docs/design/features/host-startup-hook.md).
#pragma warning disable CA1050 // Declare types in namespaces
#pragma warning disable MA0047 // Declare types in namespaces
#pragma warning disable RCS1110 // Declare type inside namespace

/// <summary>
/// Runs in the worker before the app does: when the pipe to its host closes, the worker is killed. A host that is killed itself can't
/// do it, and a worker does not end by itself when its host is gone.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize() => new Thread(WatchHost) { IsBackground = true, Name = nameof(StartupHook) }.Start();

    private static void WatchHost()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // The host writes nothing.
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
