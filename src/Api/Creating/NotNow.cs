using System.Net;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.HubSpot.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Creating;

/// <summary>Tells a request of which nothing could be sent: because HubSpot refuses the app, or because its users must wait.</summary>
internal static class NotNow
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(10);

    /// <summary>Finds why nothing was sent; null when something was, or may have been.</summary>
    public static RefusedException? Find(string requestId, IReadOnlyList<InputOutcome> outcomes, IReadOnlyList<BatchSummary> batches, DateTimeOffset now)
    {
        if (!outcomes.All(outcome => outcome is { Outcome: Outcome.Deferred, MayBeCreated: false }))
        {
            return null;
        }

        var status = batches.Select(batch => batch.HttpStatus).FirstOrDefault(IsRefusal);
        var refused = outcomes.FirstOrDefault(outcome => IsRefusal(outcome.ErrorCategory)) ?? (status is null ? null : outcomes[0]);
        return refused is null
            ? Refuse(StatusCodes.Status503ServiceUnavailable, "HubSpot cannot be called at the moment", outcomes[0].ErrorMessage ?? "The users must wait", batches.Count is 0 ? "Nothing was sent to HubSpot. Send the request again later." : "Send the request again later.")
            : Refuse(StatusCodes.Status502BadGateway, $"HubSpot refuses the app{Named(status, refused.ErrorCategory)}", refused.ErrorMessage ?? "HubSpot refuses calls", Advice(status, refused.ErrorCategory));

        RefusedException Refuse(int code, string title, string reason, string advice) =>
            new(new Problem(title, code, $"{reason}. {advice}", RequestId: requestId)) { RetryAfter = RetryAfter(outcomes, now) };
    }

    /// <summary>When another attempt makes sense for all users that must wait; null when none must.</summary>
    public static TimeSpan? RetryAfter(IReadOnlyList<InputOutcome> outcomes, DateTimeOffset now)
    {
        List<InputOutcome> waiting = [.. outcomes.Where(outcome => outcome.Outcome is Outcome.Deferred)];
        return waiting.Count is 0 ? null : waiting.Max(outcome => outcome.NotBefore) - now is { } wait && wait > TimeSpan.Zero ? wait : DefaultWait;
    }

    /// <summary>Authentication, permission, and whatever else is refused whoever is sent (HubSpot: Error handling).</summary>
    private static bool IsRefusal(int? status) => status is 401 || (status is { } code && CallOutcomes.Of((HttpStatusCode)code) is CallOutcome.CallRefused);

    private static bool IsRefusal(string? category) =>
        category is ErrorCategories.InvalidAuthentication or ErrorCategories.ExpiredAuthentication or ErrorCategories.MissingScopes or ErrorCategories.ObjectNotFound;

    private static string Named(int? status, string? category) => (status, category) switch
    {
        (null, null) => string.Empty,
        (null, { } name) => $": {name}",
        ({ } code, null) => $": HTTP {code}",
        ({ } code, { } name) => $": HTTP {code} {name}",
    };

    private static string Advice(int? status, string? category) => (status, category) switch
    {
        (401, _) or (_, ErrorCategories.InvalidAuthentication or ErrorCategories.ExpiredAuthentication) => "The secret in Key Vault is not a token HubSpot takes; whoever runs the app must replace it.",
        (403, _) or (_, ErrorCategories.MissingScopes) => "The token lacks a scope, such as crm.objects.users.write; whoever runs the app must grant it.",
        _ => "HubSpot, or a gateway in front of it, refuses what is sent to HubSpot:BaseAddress and HubSpot:UsersPath; whoever runs the app must correct the settings, or have the gateway let calls pass.",
    };
}
