using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Api;

/// <summary>Carries a call out as HubSpot would on a good day.</summary>
internal sealed class Executor(BatchCreate create, BatchRead read, SingleReads reads)
{
    public Answer Run(ApiCall call, int leaveOut) => Refuse(call) ?? call.Operation switch
    {
        Operation.BatchCreate => create.Run(call, leaveOut),
        Operation.BatchRead => read.Run(call),
        Operation.Get => reads.Get(call),
        Operation.List => reads.List(call),
        Operation.UnknownMethod => ErrorAnswers.MethodNotAllowed(call.CorrelationId),
        _ => ErrorAnswers.NotFound(call.CorrelationId),
    };

    private static Answer? Refuse(ApiCall call)
    {
        if (call.Operation is not (Operation.BatchCreate or Operation.BatchRead))
        {
            return null;
        }

        if (call.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return ErrorAnswers.UnsupportedMediaType(call.CorrelationId);
        }

        return call.Body switch
        {
            null => ErrorAnswers.TooLarge(call.CorrelationId),
            { Malformed: { } message } => ErrorAnswers.Validation(call.CorrelationId, message),
            _ => null,
        };
    }
}
