using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sandbox.Input;

/// <summary>Users made up for the occasion, mostly one a message.</summary>
internal static class GeneratedUsers
{
    /// <summary>Stands in every e-mail address, so that one that leaks is found.</summary>
    public const string EmailDomain = "sandbox-user.example";

    /// <summary>With odd users, every so many messages carry several users, and every so many users are refused or there already.</summary>
    private const int OddPeriod = 40;
    private const int UsersInBigMessage = 10;

    private static readonly string[] GivenNames = ["Ada", "Bjørn", "Chloé", "Dmitri", "Eun-ji", "Fatima", "Gábor", "Hana", "Ifeoma", "João"];
    private static readonly string[] FamilyNames = ["Abe", "Brown", "Castillo", "Dąbrowski", "Eriksen", "Fischer", "García", "Horvat", "Ito", "Jansen"];
    private static readonly string[] JobTitles = ["Account executive", "Sales engineer", "Support specialist", "Team lead"];

    public static async IAsyncEnumerable<UserMessage> CreateAsync(int count, bool withOddUsers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        for (int number = 0, message = 1, users; number < count; number += users, message++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            users = withOddUsers && message % OddPeriod is 0 ? Math.Min(UsersInBigMessage, count - number) : 1;
            var inputs = Enumerable.Range(number, users).Select(one => (JsonNode)User(one, run, withOddUsers)).ToArray();
            var body = users is 1 ? inputs[0] : new JsonObject { ["inputs"] = new JsonArray(inputs) };
            yield return new UserMessage(body.ToJsonString(JsonSerializerOptions.Web), users, ProducerId: null);
        }

        await Task.CompletedTask;
    }

    private static JsonObject User(int number, string run, bool withOddUsers)
    {
        var isTwin = withOddUsers && number % OddPeriod is 7 && number > OddPeriod;
        var properties = new JsonObject
        {
            ["hs_email"] = $"user.{(isTwin ? number - OddPeriod + 1 : number)}.{run}@{EmailDomain}",
            ["hs_given_name"] = GivenNames[number % GivenNames.Length],
            ["hs_family_name"] = FamilyNames[number / GivenNames.Length % FamilyNames.Length],
            ["hs_job_title"] = JobTitles[number % JobTitles.Length],
        };
        if (withOddUsers && number % OddPeriod is 13)
        {
            properties["not_a_property"] = "refused";
        }

        return new JsonObject { ["properties"] = properties, ["associations"] = new JsonArray() };
    }
}
