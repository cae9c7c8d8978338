using Simulators.Hosting;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Journaling;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary><c>POST batch/create</c>.</summary>
internal sealed class BatchCreate(UserStore store, SeededRandom random, TimeProvider time)
{
    /// <summary>What it takes to write a sensitive property.</summary>
    private const string SensitiveScope = "crm.objects.users.sensitive.write";

    /// <summary>Creates the users, but for the first <paramref name="leaveOut"/> inputs, which a fault makes HubSpot forget.</summary>
    public CallResponse Run(ApiCall call, int leaveOut)
    {
        var startedAt = time.GetUtcNow();
        var inputs = call.Body!.Creates;
        if (RefuseCall(call, inputs) is { } refusal)
        {
            return refusal;
        }

        var partial = call.Settings.PartialSuccess && AllowsPartialSuccess(inputs);
        var judged = inputs.Skip(leaveOut).Select(input => (Input: input, Refusal: Refuse(input, call.Settings))).ToList();
        var invalid = judged.Where(item => item.Refusal is not null).ToList();
        if (invalid.Count > 0 && !partial)
        {
            return ErrorResponses.Validation(call.CorrelationId, invalid[0].Refusal!);
        }

        var valid = judged.Where(item => item.Refusal is null).Select(item => item.Input).ToList();
        var outcome = store.Write(valid, allOrNothing: !partial, call.Settings, call.Entry.Sequence);
        if (outcome.Conflicts.Count > 0 && !partial)
        {
            return ErrorResponses.Conflict(call.CorrelationId, BatchErrors.Conflict(outcome.Conflicts[0].Existing, traceId: null));
        }

        call.AddCreated(outcome.Created.Select(item => item.User.Id));
        var errors = invalid.Select(item => BatchErrors.Validation(item.Refusal!, item.Input.TraceId))
            .Concat(outcome.Conflicts.Select(item => BatchErrors.Conflict(item.Existing, item.Input.TraceId)))
            .ToList();
        return Compose(call, outcome.Created, errors, startedAt);
    }

    /// <summary>A trace id of its own on every input is what turns partial success on.</summary>
    private static bool AllowsPartialSuccess(IReadOnlyList<CreateInput> inputs)
    {
        var traceIds = inputs.Select(input => input.TraceId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return traceIds.Count == inputs.Count;
    }

    private static CallResponse? RefuseCall(ApiCall call, IReadOnlyList<CreateInput> inputs)
    {
        if (inputs.Count == 0)
        {
            return ErrorResponses.Validation(call.CorrelationId, "No inputs were provided in the batch");
        }

        if (inputs.Count > call.Settings.MaxInputs)
        {
            return ErrorResponses.Validation(
                call.CorrelationId, $"The maximum number of inputs supported in a batch request is {call.Settings.MaxInputs}");
        }

        if (call.Settings.Refusal == RefusalMode.WholeCall)
        {
            return ErrorResponses.Validation(call.CorrelationId, "Creating USER objects is not supported");
        }

        if (inputs.Any(input => input.Properties.Keys.Intersect(call.Settings.SensitiveProperties, StringComparer.Ordinal).Any()))
        {
            return ErrorResponses.MissingScopes(call.CorrelationId, SensitiveScope);
        }

        return call.Settings.Twins == TwinHandling.CallFails && HasTwins(inputs, call.Settings)
            ? ErrorResponses.Validation(call.CorrelationId, $"Duplicate values for {call.Settings.UniqueProperty} found in batch input")
            : null;
    }

    private static bool HasTwins(IReadOnlyList<CreateInput> inputs, HubSpotSettings settings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return inputs.Select(input => input.UniqueValue(settings)).OfType<string>().Any(value => !seen.Add(value));
    }

    private static InputRefusal? Refuse(CreateInput input, HubSpotSettings settings) =>
        settings.Refusal == RefusalMode.EachInput ? new InputRefusal("Creating USER objects is not supported", []) : InputValidator.Refuse(input, settings);

    private CallResponse Compose(
        ApiCall call, IReadOnlyList<(CreateInput Input, CreatedUser User)> created, List<BatchError> errors, DateTimeOffset startedAt)
    {
        var results = created.Select(item => UserBodies.Created(item.Input, item.User, call.Settings, Echo(item.Input))).ToList();
        if (call.Settings.ShuffleResults)
        {
            random.Shuffle(results);
        }

        return BatchResponseBuilder.Of(errors.Count == 0 ? 201 : 207, call, results, errors, startedAt, time.GetUtcNow());

        string? Echo(CreateInput input) => call.Settings.TraceIds switch
        {
            TraceIdEcho.Echoed => input.TraceId,
            TraceIdEcho.Repeated => created[0].Input.TraceId,
            _ => null,
        };
    }
}
