using System.Globalization;

namespace Benchmarks;

/// <summary>Messages with made-up users.</summary>
internal static class UserText
{
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];

    /// <summary>A message with one user.</summary>
    public static string Of(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"properties":{"hs_email":"{{EmailOf(number)}}","hs_given_name":"Ada","hs_family_name":"Brown","hs_job_title":"Sales engineer"},"associations":[]}""");

    /// <summary>A message with some users: the <paramref name="message"/>th of messages that have as many.</summary>
    public static string Of(int message, int users) =>
        users is 1 ? Of(message) : $$"""{"inputs":[{{string.Join(',', Enumerable.Range(message * users, users).Select(number => Of(number)))}}]}""";

    /// <summary>What tells the users of a run apart.</summary>
    public static string EmailOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user.{number}.{Run}@example.com");
}
