namespace Functions.Tests.EndToEnd.Builders;

/// <summary>Mixes sequences.</summary>
public static class Interleaving
{
    /// <summary>Takes from both in turn, until both are used up.</summary>
    public static IEnumerable<T> Interleave<T>(this IEnumerable<T> one, IEnumerable<T> other)
    {
        using var left = one.GetEnumerator();
        using var right = other.GetEnumerator();
        for (bool fromLeft = true, fromRight = true; fromLeft || fromRight;)
        {
            if (fromLeft && (fromLeft = left.MoveNext()))
            {
                yield return left.Current;
            }

            if (fromRight && (fromRight = right.MoveNext()))
            {
                yield return right.Current;
            }
        }
    }
}
