using Microsoft.AspNetCore.Http;

namespace Api.Responses;

/// <summary>Checks a request's query. A parameter that is misspelt must not change a response in silence.</summary>
internal static class QueryParameters
{
    private const int MaxNameLength = 40;

    /// <summary>The host takes the function key and its name from the query, too (Azure Functions: HTTP trigger, Work with access keys).</summary>
    private static readonly string[] HostParameters = ["code", "clientId"];

    /// <summary>The parameters that say several things.</summary>
    private static readonly string[] Repeatable = ["map", "associate"];

    /// <summary>Refuses a query with a parameter that the operation does not have, or with the same one twice.</summary>
    /// <param name="known">The parameters that the operation has.</param>
    /// <exception cref="RefusedException">The first such parameter, by name, and the ones to choose from.</exception>
    public static void RefuseUnknown(HttpRequest request, params ReadOnlySpan<string> known)
    {
        var position = 0;
        foreach (var (name, values) in request.Query)
        {
            position++;
            if (HostParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!Contains(known, name))
            {
                throw RefusedException.BadParameter($"There is no parameter {Named(name, position)} here. {Choice(known)}");
            }

            if (values.Count > 1 && !Repeatable.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw RefusedException.BadParameter($"The query parameter '{name}' is there {values.Count} times. Send it once.");
            }
        }
    }

    private static bool Contains(ReadOnlySpan<string> known, string name)
    {
        foreach (var one in known)
        {
            if (string.Equals(one, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Choice(ReadOnlySpan<string> known) =>
        known.IsEmpty ? "This operation takes none: remove it." : $"Remove it, or use one of: {string.Join(", ", known)}.";

    /// <summary>What has not the form of a name may be an address or a person's name.</summary>
    private static string Named(string name, int position) =>
        name.Length <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : $"number {position}";
}
