namespace Testing.Fakes;

/// <summary>What the app did to the world outside, in order.</summary>
internal sealed class Steps
{
    private readonly Lock _gate = new();
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(string step)
    {
        lock (_gate)
        {
            _all.Add(step);
        }
    }
}
