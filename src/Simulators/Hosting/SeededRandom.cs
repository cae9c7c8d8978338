namespace Simulators.Hosting;

/// <summary>Repeatable randomness that several requests may draw from at once.</summary>
internal sealed class SeededRandom(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public double NextDouble()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }

    public void Shuffle<T>(List<T> values)
    {
        lock (_lock)
        {
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
        }
    }

    /// <summary>A span between the two, both included.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        most <= least ? least : least + ((most - least) * NextDouble());
}
