using Simulators.HubSpot.Api;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>Puts the response of a batch together.</summary>
internal static class BatchResponseBuilder
{
    public static CallResponse Of(
        int status,
        ApiCall call,
        IReadOnlyList<UserBody> results,
        IReadOnlyList<BatchError> errors,
        DateTimeOffset startedAt,
        DateTimeOffset completedAt)
    {
        var body = new BatchBody
        {
            Results = results,
            NumErrors = errors.Count == 0 ? null : errors.Count,
            Errors = errors.Count == 0 ? null : errors,
            RequestedAt = WireTime.Of(call.Entry.ReceivedAt),
            StartedAt = WireTime.Of(startedAt),
            CompletedAt = WireTime.Of(completedAt),
        };
        return CallResponse.Json(status, body, WireJson.Readable.BatchBody);
    }
}
