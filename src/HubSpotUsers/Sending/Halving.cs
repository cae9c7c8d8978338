namespace HubSpotUsers.Sending;

/// <summary>Groups that still wait for a call of their own: a group that is refused is halved until the bad stand alone.</summary>
/// <typeparam name="T">What is in the groups.</typeparam>
internal sealed class Halving<T>
{
    /// <summary>The last is the next.</summary>
    private readonly List<IReadOnlyList<T>> _groups = [];

    public Halving(IReadOnlyList<T> all) => Add(all);

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _groups.Count is 0;

    /// <summary>Takes the next group.</summary>
    public IReadOnlyList<T> Take()
    {
        var group = _groups[^1];
        _groups.RemoveAt(_groups.Count - 1);
        return group;
    }

    /// <summary>Takes one out of the middle of the largest group: ones taken so are far apart, and likely to have little in common.</summary>
    public IReadOnlyList<T> TakeOne()
    {
        var largest = _groups.MaxBy(group => group.Count)!;
        var middle = largest.Count / 2;
        var place = _groups.IndexOf(largest);
        _groups.RemoveAt(place);
        Add([.. largest.Take(middle)], place);
        Add([.. largest.Skip(middle + 1)], place);
        return [largest[middle]];
    }

    /// <summary>Takes all groups.</summary>
    public IReadOnlyList<T> TakeAll()
    {
        T[] all = [.. Enumerable.Reverse(_groups).SelectMany(group => group)];
        _groups.Clear();
        return all;
    }

    /// <summary>Puts a group that was refused back in halves, the first of which is next.</summary>
    public void AddHalves(IReadOnlyList<T> group)
    {
        var half = group.Count / 2;
        Add([.. group.Skip(half)]);
        Add([.. group.Take(half)]);
    }

    /// <summary>Puts those of a group back that were refused: in halves when they are the whole of it, otherwise together.</summary>
    public void AddApart(IReadOnlyList<T> refused, bool isWhole)
    {
        if (isWhole)
        {
            AddHalves(refused);
        }
        else
        {
            Add(refused);
        }
    }

    private void Add(IReadOnlyList<T> group) => Add(group, _groups.Count);

    private void Add(IReadOnlyList<T> group, int place)
    {
        if (group.Count > 0)
        {
            _groups.Insert(place, group);
        }
    }
}
