namespace Simulators.Hosting;

/// <summary>Keeps two processes from working on one folder at once; the system frees it when its holder dies.</summary>
public static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until the lock is free and takes it; dispose it to let go.</summary>
    /// <param name="path">The file that is the lock; it and its folder are made when they are missing.</param>
    /// <param name="waiting">Called once if another process has it.</param>
    public static async Task<FileStream> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken, Action? waiting = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                waiting?.Invoke();
                waiting = null;
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
