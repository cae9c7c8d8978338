using System.Globalization;
using System.Text.Json.Nodes;

namespace Functions.Tests.EndToEnd.Builders;

/// <summary>A made-up user that no other test has. All its values carry <see cref="Marker"/>, by which a leak of any of them is found.</summary>
public sealed record TestUser(string Email, string GivenName, string FamilyName)
{
    private static int _count;

    /// <summary>Stands in every value of every user, and nowhere else.</summary>
    public static string Marker { get; } = $"pii{Guid.NewGuid():N}"[..15];

    /// <summary>Makes a user.</summary>
    public static TestUser Next()
    {
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        return new TestUser($"user{number}@{Marker}.example.com", $"Zoë{number}{Marker}", $"Żuraw{number}{Marker}");
    }

    /// <summary>Makes users.</summary>
    public static IReadOnlyList<TestUser> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    /// <summary>The user as an input.</summary>
    /// <param name="traceId">The caller's own trace id.</param>
    public JsonObject ToInput(string? traceId = null)
    {
        var input = new JsonObject
        {
            ["properties"] = new JsonObject { ["hs_email"] = Email, ["hs_given_name"] = GivenName, ["hs_family_name"] = FamilyName },
            ["associations"] = new JsonArray(),
        };
        if (traceId is not null)
        {
            input["objectWriteTraceId"] = traceId;
        }

        return input;
    }

    /// <summary>The user with an address that is none, for which HubSpot refuses the user; no import can tell.</summary>
    public JsonObject ToBadAddressInput(string? traceId = null) => (this with { Email = Email.Replace('@', ' ') }).ToInput(traceId);

    /// <summary>The user with a property HubSpot does not know, for which it refuses the user; an import does not take it.</summary>
    public JsonObject ToRejectedInput(string? traceId = null)
    {
        var input = ToInput(traceId);
        input["properties"]!["no_such_property"] = GivenName;
        return input;
    }

    /// <summary>The user with a property that is no string, for which the app does not send it.</summary>
    public JsonObject ToInvalidInput()
    {
        var input = ToInput();
        input["properties"]!["hs_job_title"] = new JsonArray(GivenName);
        return input;
    }
}
