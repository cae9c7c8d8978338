namespace Hosting;

/// <summary>Disposes what was started, in reverse, unless all of it was.</summary>
internal sealed class DisposableStack : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();

    public T Push<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Push(started);
        return started;
    }

    /// <summary>Leaves everything to another owner.</summary>
    public void Release() => _started.Clear();

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var started))
        {
            await started.DisposeAsync();
        }
    }
}
