using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Sending;

/// <summary>
/// Reads the errors of a look-up that HubSpot processed (HubSpot: <c>batch/read</c>, 207). Values it does not have come with
/// <c>OBJECT_NOT_FOUND</c>; any other error leaves it open whether HubSpot has the value, and such a user must not be sent again.
/// </summary>
internal static class LookUpErrors
{
    private const string NotFound = "OBJECT_NOT_FOUND";
    private const string NotFoundStatus = "404";

    /// <summary>Errors of these categories come again whenever the value is asked for.</summary>
    private static readonly string[] Refusals = ["VALIDATION_ERROR", "MISSING_SCOPES"];

    /// <summary>Says of which values it is open whether HubSpot has them.</summary>
    /// <param name="values">The values that were asked for and not found, in their normal form.</param>
    /// <returns>Those that HubSpot refused to look up, and those that it could not look up now.</returns>
    public static (IReadOnlyList<string> Refused, IReadOnlyList<string> Failed) Of(BatchResponse response, IReadOnlyList<string> values)
    {
        var errors = (response.Errors ?? []).OfType<StandardError>().ToLookup(IsNotFound);
        HashSet<string> missing = [.. errors[true].SelectMany(NamedBy)];
        var (refused, failed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var error in errors[false])
        {
            List<string> named = [.. values.Intersect(NamedBy(error), StringComparer.Ordinal)];

            // One that names nothing may be about every value of which nothing else is said.
            (IsRefusal(error) ? refused : failed).UnionWith(named.Count > 0 ? named : values.Where(value => !missing.Contains(value)));
        }

        return ([.. values.Where(refused.Contains).Where(value => !failed.Contains(value))], [.. values.Where(failed.Contains)]);
    }

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
