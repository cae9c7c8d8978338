using System.Net;
using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Pausing;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>Reads from a refusal of the app (<see cref="CallOutcome.CallRefused"/>) what a person must do about it.</summary>
internal static partial class AppRefusal
{
    /// <summary>Gives the pause that a refusal asks for once it has proved to be one of the app.</summary>
    /// <param name="result">The refused call.</param>
    /// <param name="until">When to retry.</param>
    public static Pause PauseOf(CallResult result, DateTimeOffset until) => result.HttpStatus is HttpStatusCode.Forbidden
        ? new Pause(PauseReason.Forbidden, until, Scopes(result.Error)) { Category = ErrorCategories.MissingScopes }
        : new Pause(PauseReason.Misconfigured, until, $"HTTP {(int)result.HttpStatus!.Value}") { Category = ErrorCategories.ObjectNotFound };

    private static string? Scopes(ApiError? error)
    {
        var scopes = (error?.Errors ?? []).SelectMany(detail => detail?.Context?.GetValueOrDefault("requiredGranularScopes") ?? []).Where(scope => Identifier().IsMatch(scope)).ToList();
        return scopes.Count > 0 ? $"it lacks the scopes {string.Join(", ", scopes.Distinct(StringComparer.Ordinal).Take(10))}"
            : error?.Category is { } category && Identifier().IsMatch(category) ? category
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
