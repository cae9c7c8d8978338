using System.Globalization;

namespace Benchmarks;

/// <summary>Messages with one made-up user each.</summary>
internal static class UserText
{
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];

    public static string Of(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"properties":{"hs_email":"user.{{number}}.{{Run}}@example.com","hs_given_name":"Ada","hs_family_name":"Brown","hs_job_title":"Sales engineer"},"associations":[]}""");
}
