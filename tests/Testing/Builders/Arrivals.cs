using FsCheck;
using FsCheck.Fluent;

namespace Testing.Builders;

/// <summary>Inputs that arrive together: for each the number of its unique value (none below 0), its size, and whether it is withdrawn.</summary>
public sealed record Arrivals(IReadOnlyList<(int Value, int Bytes, bool IsDeferred)> Inputs)
{
    public static Arbitrary<Arrivals[]> Arbitrary() => Group().ListOf().Select(groups => groups.Take(30).ToArray()).ToArbitrary();

    private static Gen<Arrivals> Group() =>
        from values in Gen.Choose(-1, 6).NonEmptyListOf()
        from bytes in Gen.Choose(0, 300).ListOf(values.Count)
        from given in Gen.Choose(0, 9).ListOf(values.Count)
        select new Arrivals([.. values.Select((value, index) => (value, bytes[index], given[index] is 0)).Take(20)]);
}
