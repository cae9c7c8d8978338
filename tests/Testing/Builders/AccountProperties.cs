using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotUsers.HubSpot.Properties;

namespace Testing.Builders;

/// <summary>The properties of a made-up account.</summary>
internal static class AccountProperties
{
    private static readonly PropertyDefinition[] Definitions =
    [
        new("hs_email", "Email"),
        new("hs_given_name", "First Name"),
        new("hs_family_name", "Last Name"),
        new("hs_job_title", "Job Title"),
        new("hs_additional_phone", "Additional Phone"),
        new("hs_standard_time_zone", "Time Zone"),
        new("hs_availability_status", "Availability") { Type = "enumeration", Options = [new("available"), new("away")] },
        new("hs_internal_user_id", "User ID") { ModificationMetadata = new PropertyModification(ReadOnlyValue: true) },
        new("a_day", "Start day") { Type = "date" },
        new("a_time", "Last seen") { Type = "datetime" },
        new("a_number", "Quota") { Type = "number" },
        new("a_truth", "Remote") { Type = "bool" },
        new("a_sum", "Score") { Calculated = true },
        new("one_team", "Team"),
        new("other_team", "Team"),
    ];

    public static PropertyCatalog Catalog { get; } = new(Definitions);

    /// <summary>How HubSpot shows them.</summary>
    public static string Json { get; } = JsonSerializer.Serialize(new PropertyList(Definitions), AccountJson.Default.PropertyList);
}

/// <summary>Writes properties.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PropertyList))]
internal sealed partial class AccountJson : JsonSerializerContext;
