using FsCheck;
using FsCheck.Fluent;

namespace Testing.Builders;

/// <summary>A value as people type it, and a message of HubSpot's that repeats it.</summary>
public sealed record PersonalData(IReadOnlyList<string> Values, string Message)
{
    private static readonly string[] Given = ["Anna", "Jörg", "Renée", "O'Brien", "Mary Jane", "زين", "美咲", "Þór", "Jean-Luc"];
    private static readonly string[] Family = ["Smith", "Müller", "van der Berg", "Ng", "Świątek", "Lee 3rd", "D'Arcy"];
    private static readonly string[] Frames =
    [
        "Property values were not valid: {0}", "\"{0}\" is not valid", "User {0} already exists. Existing ID: 5", "Bad: '{0}', again {0}.", "{0}", "[{0}]",
        "[{{\"name\":\"{0}\",\"error\":\"{0}\",\"message\":\"{0}\"}}]", "Property \\\"hs_email\\\" has \\\"{0}\\\"", "({0}; {1}) <{1}> {0}", "Values were {1}, {0}: [{1}]",
    ];

    public static Arbitrary<PersonalData> Arbitrary() => (
        from given in Gen.Elements(Given)
        from family in Gen.Elements(Family)
        from number in Gen.Choose(100, 99_999)
        from frame in Gen.Elements(Frames)
        from pick in Gen.Choose(0, 4)
        let values = new[] { given, family, $"{given} {family}", $"user{number}@example.com", $"+49 30 {number}" }
        select new PersonalData(values, string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, values[pick], values[(pick + 1) % 5]))).ToArbitrary();
}
