namespace Fuzzing;

/// <summary>What must hold of any input.</summary>
internal static class Promise
{
    /// <summary>Ends the run of an input, as a crash, unless what must hold does.</summary>
    public static void Holds(bool condition, string promise)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Broken: {promise}");
        }
    }
}
