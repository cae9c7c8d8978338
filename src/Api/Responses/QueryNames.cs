using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Api.Responses;

/// <summary>Refuses parameters that an operation does not take: one that is misspelt would be passed over and the response be to another question.</summary>
internal static partial class QueryNames
{
    /// <summary>What the host itself takes in the query of every function (Azure Functions: HTTP trigger, API key authorization).</summary>
    private static readonly string[] OfHost = ["code", "clientId"];

    /// <summary>Checks the query of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The parameters that its operation takes.</param>
    /// <exception cref="RefusedException">It has another.</exception>
    public static void Check(HttpRequest request, IReadOnlyList<string> known)
    {
        var position = 0;
        foreach (var name in request.Query.Keys)
        {
            position++;
            if (!known.Concat(OfHost).Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw RefusedException.BadParameter(
                    $"There is no parameter {(Sayable().IsMatch(name) ? name : $"number {position}")} here. " +
                    (known.Count is 0 ? "This operation takes none." : $"This operation takes {string.Join(", ", known)}."));
            }
        }
    }

    /// <summary>A name of another form may be anything, such as an address.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,39}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sayable();
}
