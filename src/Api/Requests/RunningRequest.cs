using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Requests;

/// <summary>A request that a process may be working on.</summary>
internal static class RunningRequest
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Refuses to carry it out a second time.</summary>
    public static RefusedException Refuse(RequestEntry entry) => new(new Problem(
        "The request is being processed",
        StatusCodes.Status409Conflict,
        $"A request with this {IdempotencyKey.HeaderName} is under way. Send it again later to get its outcomes.",
        RequestId: entry.Id))
    {
        RetryAfter = RetryAfter,
    };
}
