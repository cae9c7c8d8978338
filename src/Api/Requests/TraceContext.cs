using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Api.Requests;

/// <summary>The W3C trace context of a request.</summary>
internal static class TraceContext
{
    /// <summary>Reads it; null when there is none that can be used.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.TraceParent.ToString() is { Length: > 0 } parent && ActivityContext.TryParse(parent, traceState: null, out _) ? parent : null;
}
