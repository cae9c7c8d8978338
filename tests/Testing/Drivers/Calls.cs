using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Responses;
using Testing.Builders;

namespace Testing.Drivers;

/// <summary>Makes calls to HubSpot's stand-in through the real chain of handlers.</summary>
internal static class Calls
{
    /// <summary>Creates one user, with whatever retries that takes, in virtual time.</summary>
    public static Task<CallResult> CreateAsync(this TestApp app) => app.EndAsync(app.StartCreate());

    public static Task<CallResult> StartCreate(this TestApp app) =>
        app.Client.CreateAsync(RequestBody.Of(Batches.Of(Submissions.Count(1, "m")).Inputs), leaving: static () => { }, CancellationToken.None);
}
