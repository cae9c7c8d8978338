namespace Testing.Fakes;

/// <summary>What the app did to the world outside, in order.</summary>
internal sealed class Steps
{
    private readonly Lock _lock = new();
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public void Add(string step)
    {
        lock (_lock)
        {
            _all.Add(step);
        }
    }
}
