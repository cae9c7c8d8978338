using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Api;

/// <summary>Carries a call out as HubSpot would on a good day.</summary>
internal sealed class Executor(BatchCreate create, BatchRead read, SingleReads reads)
{
    public CallResponse Run(ApiCall call, int leaveOut) => Refuse(call) ?? call.Operation switch
    {
        Operation.BatchCreate => create.Run(call, leaveOut),
        Operation.BatchRead => read.Run(call),
        Operation.Get => reads.Get(call),
        Operation.List => reads.List(call),
        Operation.Properties => PropertyDefinitions.List(call),
        Operation.TokenInfo => TokenInfo.Of(call),
        Operation.UnknownMethod => ErrorResponses.MethodNotAllowed(call.CorrelationId),
        _ => ErrorResponses.NotFound(call.CorrelationId),
    };

    private static CallResponse? Refuse(ApiCall call)
    {
        if (call.Operation is not (Operation.BatchCreate or Operation.BatchRead or Operation.TokenInfo))
        {
            return null;
        }

        if (call.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return ErrorResponses.UnsupportedMediaType(call.CorrelationId);
        }

        return call.Body switch
        {
            null => ErrorResponses.TooLarge(call.CorrelationId),
            { Malformed: { } message } => ErrorResponses.Validation(call.CorrelationId, message),
            _ => null,
        };
    }
}
