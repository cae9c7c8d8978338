using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sandbox.Input;

/// <summary>Users made up for the occasion, one a message.</summary>
internal static class GeneratedUsers
{
    private static readonly string[] GivenNames = ["Ada", "Bjørn", "Chloé", "Dmitri", "Eun-ji", "Fatima", "Gábor", "Hana", "Ifeoma", "João"];
    private static readonly string[] FamilyNames = ["Abe", "Brown", "Castillo", "Dąbrowski", "Eriksen", "Fischer", "García", "Horvat", "Ito", "Jansen"];
    private static readonly string[] JobTitles = ["Account executive", "Sales engineer", "Support specialist", "Team lead"];

    public static async IAsyncEnumerable<UserMessage> CreateAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        for (var number = 0; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var user = new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["hs_email"] = $"user.{number}.{run}@example.com",
                    ["hs_given_name"] = GivenNames[number % GivenNames.Length],
                    ["hs_family_name"] = FamilyNames[number / GivenNames.Length % FamilyNames.Length],
                    ["hs_job_title"] = JobTitles[number % JobTitles.Length],
                },
                ["associations"] = new JsonArray(),
            };
            yield return new UserMessage(user.ToJsonString(JsonSerializerOptions.Web), Inputs: 1, ProducerId: null);
        }

        await Task.CompletedTask;
    }
}
