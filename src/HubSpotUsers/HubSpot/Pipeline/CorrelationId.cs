namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>HubSpot's id of a call; its support asks for it.</summary>
internal static class CorrelationId
{
    private const string Header = "X-HubSpot-Correlation-Id";

    /// <summary>Reads it from a response's headers; null when there is none.</summary>
    public static string? Of(HttpResponseMessage response) => response.Headers.TryGetValues(Header, out var values) ? values.FirstOrDefault() : null;
}
