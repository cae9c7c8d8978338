using FsCheck;
using FsCheck.Fluent;
using HubSpotUsers;

namespace Testing.Builders;

/// <summary>Generates valid users, with whatever text can stand in JSON, and at least one value.</summary>
internal static class MessageArbitraries
{
    private static readonly string[] Categories = ["HUBSPOT_DEFINED", "INTEGRATOR_DEFINED", "USER_DEFINED", "WORK"];

    private static readonly string[] Fragments = ["a", "Z", "7", " ", "\"", "\\", "/", "{", "[", "\0", "\n", "ü", "ß", "\u200f", "زين", "日本", "🦄", "👩‍🚒", "\uFEFF", "<b>", "é"];

    public static Arbitrary<UserInput[]> Users() => User().NonEmptyListOf().Select(users => users.Take(20).ToArray()).ToArbitrary();

    private static Gen<string> Text() => Gen.Elements(Fragments).ListOf().Select(string.Concat);

    private static Gen<string> Name() => Gen.Elements("hs_email", "hs_job_title", "hs_given_name", "a/b", "~", "ü", "with space", "🦄");

    private static Gen<Association> Association() =>
        from id in Gen.Choose(1, int.MaxValue)
        from category in Gen.Elements(Categories)
        from type in Gen.Choose(1, int.MaxValue)
        select new Association(new ObjectId($"{id}"), [new AssociationSpec(category, type)]);

    private static Gen<UserInput> User() =>
        from names in Name().ListOf()
        from values in Text().ListOf(names.Count)
        from associations in Association().ListOf()
        from traceId in Gen.OneOf(Gen.Constant<string?>(null), Text().Where(text => text.Length is > 0 and <= 256).Select(string? (text) => text))
        select new UserInput
        {
            Associations = [.. associations.Take(3)],
            Properties = names.Zip(values).Append(("hs_internal_user_id", "7")).DistinctBy(pair => pair.Item1, StringComparer.Ordinal).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
            ObjectWriteTraceId = traceId,
        };
}
