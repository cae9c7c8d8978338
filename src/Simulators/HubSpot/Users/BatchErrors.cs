using System.Globalization;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>The errors that name single inputs.</summary>
internal static class BatchErrors
{
    public static BatchError Validation(InputRefusal refusal, string? traceId) =>
        new("VALIDATION_ERROR", refusal.Message, Context(refusal.IsNameless ? null : traceId)) { Errors = refusal.Details };

    public static BatchError Conflict(long? existing, string? traceId)
    {
        var context = Context(traceId);
        if (existing is null)
        {
            return new("CONFLICT", "User already exists.", context);
        }

        var id = existing.Value.ToString(CultureInfo.InvariantCulture);
        context["existingId"] = [id];
        return new("CONFLICT", $"User already exists. Existing ID: {id}", context);
    }

    public static BatchError NotFound(string[] ids) => new(
        "OBJECT_NOT_FOUND",
        "Could not get some USER objects, they may be deleted or not exist. Check that ids are valid.",
        new Dictionary<string, string[]>(StringComparer.Ordinal) { ["ids"] = ids });

    private static Dictionary<string, string[]> Context(string? traceId)
    {
        var context = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (traceId is not null)
        {
            context["objectWriteTraceId"] = [traceId];
        }

        return context;
    }
}
