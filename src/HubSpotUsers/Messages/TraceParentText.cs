using System.Diagnostics;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Reads a W3C trace context. One that cannot be used is no reason to refuse a user (W3C Trace Context says to ignore it).</summary>
internal static class TraceParentText
{
    /// <summary>Reads the <c>traceparent</c> of an object; null when it has none that can be used.</summary>
    public static string? Read(JsonElement element, string pointer) =>
        Members.TryGet(element, "traceparent", pointer, out var parent) && parent.ValueKind is JsonValueKind.String && JsonText.TryGet(parent, out var text)
            && ActivityContext.TryParse(text, traceState: null, out _)
            ? text
            : null;
}
