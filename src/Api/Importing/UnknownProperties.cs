using Api.Responses;
using HubSpotUsers.HubSpot.Properties;
using Microsoft.AspNetCore.Http;

namespace Api.Importing;

/// <summary>The account's properties, on which what a file says depends, while HubSpot cannot be asked for them.</summary>
internal static class UnknownProperties
{
    /// <summary>Refuses the file for as long as HubSpot is not asked again.</summary>
    public static RefusedException Refuse() => new(new Problem(
        "HubSpot cannot be called at the moment",
        StatusCodes.Status503ServiceUnavailable,
        "How the file is read depends on the account's properties, which cannot be read at the moment. Nothing was sent now; send the file again later."))
    {
        RetryAfter = PropertyCatalogs.FailureLifetime,
    };
}
