using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Users;

/// <summary><c>POST batch/read</c>.</summary>
internal sealed class BatchRead(UserStore store, TimeProvider time)
{
    public CallResponse Run(ApiCall call)
    {
        var startedAt = time.GetUtcNow();
        var request = call.Body!.Read!;
        if (Refuse(call, request) is { } refusal)
        {
            return ErrorResponses.Validation(call.CorrelationId, refusal);
        }

        var idProperty = ReadableProperty.Normalize(request.IdProperty);
        var found = request.Ids.Distinct(StringComparer.Ordinal).ToLookup(id => store.Find(idProperty, id));
        var results = found.Where(group => group.Key is not null)
            .Select(group => UserBodies.Read(group.Key!, request.Properties, call.Settings))
            .ToList();
        var missing = found[null].ToArray();
        return BatchResponseBuilder.Of(
            missing.Length == 0 ? 200 : 207, call, results, missing.Length == 0 ? [] : [BatchErrors.NotFound(missing)], startedAt, time.GetUtcNow());
    }

    private static string? Refuse(ApiCall call, ReadRequest request)
    {
        if (request.Ids.Count == 0)
        {
            return "No inputs were provided in the batch";
        }

        return request.Ids.Count > call.Settings.MaxInputs
            ? $"The maximum number of inputs supported in a batch request is {call.Settings.MaxInputs}"
            : ReadableProperty.Refuse(request.IdProperty, call.Settings);
    }
}
