using Simulators.HubSpot.Api;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary><c>POST oauth/v2/private-apps/get/access-token-info</c>: what a private app's token may do (HubSpot: Private apps).</summary>
internal static class TokenInfo
{
    private const long UserId = 1;
    private const long AppId = 2;

    private static readonly string[] All = ["oauth", "crm.objects.users.read", "crm.objects.users.write"];

    public static CallResponse Of(ApiCall call)
    {
        if (!call.Settings.TellsScopes || call.Body?.TokenKey is not { } token || !call.Settings.AcceptedTokens.Contains(token, StringComparer.Ordinal))
        {
            return ErrorResponses.NotFound(call.CorrelationId);
        }

        var scopes = All.Except(call.Settings.MissingScopes, StringComparer.Ordinal).ToList();
        return CallResponse.Json(200, new TokenInfoBody(UserId, Portal.Id, AppId, scopes), WireJson.Readable.TokenInfoBody);
    }
}
