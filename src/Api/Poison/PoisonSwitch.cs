using Api.Responses;
using HubSpotUsers.Queue;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Poison;

/// <summary>Refuses what has to do with the poison queue where the app does not read it.</summary>
/// <param name="options">Whether it does.</param>
internal sealed class PoisonSwitch(IOptions<PoisonOptions> options)
{
    /// <summary>Checks that it does.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public void Check()
    {
        if (!options.Value.IsManaged)
        {
            throw new RefusedException(new Problem(
                "The poison queue is not managed over HTTP",
                StatusCodes.Status403Forbidden,
                "Poison:IsManaged is false: the app does not read its poison queue. Use the queue's own tools, as the runbook describes."));
        }
    }
}
