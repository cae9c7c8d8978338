using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Sending;

/// <summary>
/// Reads the errors of a look-up that HubSpot processed (HubSpot: <c>batch/read</c>, 207). Values it does not have come with
/// <c>OBJECT_NOT_FOUND</c>; any other error leaves it open whether HubSpot has the value, and such a user must not be sent again.
/// </summary>
/// <param name="Missing">The values that HubSpot says it does not have.</param>
/// <param name="Refused">Those of the values asked for that it refused to look up.</param>
/// <param name="Failed">Those that it could not look up now.</param>
internal sealed record LookUpErrors(IReadOnlySet<string> Missing, IReadOnlySet<string> Refused, IReadOnlySet<string> Failed)
{
    private const string NotFound = "OBJECT_NOT_FOUND";
    private const string NotFoundStatus = "404";

    /// <summary>Errors of these categories come again whenever the value is asked for.</summary>
    private static readonly string[] Refusals = ["VALIDATION_ERROR", "MISSING_SCOPES"];

    /// <summary>Reads what the errors say of values.</summary>
    /// <param name="values">The values that were asked for and not found, in their normal form.</param>
    public static LookUpErrors Of(BatchResponse response, IReadOnlyList<string> values)
    {
        var errors = (response.Errors ?? []).OfType<StandardError>().ToLookup(IsNotFound);
        var missing = errors[true].SelectMany(NamedBy).ToHashSet(StringComparer.Ordinal);
        var (refused, failed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var error in errors[false])
        {
            List<string> named = [.. values.Intersect(NamedBy(error), StringComparer.Ordinal)];

            // One that names nothing may be about every value of which nothing else is said.
            (IsRefusal(error) ? refused : failed).UnionWith(named.Count > 0 ? named : values.Where(value => !missing.Contains(value)));
        }

        refused.ExceptWith(failed);
        return new LookUpErrors(missing, refused, failed);
    }

    /// <summary>Whether no error is about a value.</summary>
    public bool IsSilentOf(string value) => !Missing.Contains(value) && !Refused.Contains(value) && !Failed.Contains(value);

    private static bool IsNotFound(StandardError error) =>
        string.Equals(error.Category, NotFound, StringComparison.OrdinalIgnoreCase)
        || error.Status is NotFoundStatus
        || (error.SubCategory is { } finer && SaysNotFound(finer));

    private static bool SaysNotFound(JsonElement finer) => finer.ValueKind switch
    {
        JsonValueKind.String => finer.GetString()!.EndsWith(NotFound, StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Object => finer.EnumerateObject().Any(member => member.Value.ValueKind is JsonValueKind.String && SaysNotFound(member.Value)),
        _ => false,
    };

    private static bool IsRefusal(StandardError error) => Refusals.Contains(error.Category, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> NamedBy(StandardError error) =>
        (error.Context?.Values ?? []).Concat((error.Errors ?? []).SelectMany(detail => detail?.Context?.Values ?? []))
            .SelectMany(texts => texts ?? [])
            .Select(UniqueValue.Normalize)
            .OfType<string>();
}
