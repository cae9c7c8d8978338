namespace Testing.Fakes;

/// <summary>A request that reached HubSpot's stand-in.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Address, string? Authorization, string? ContentType, string Body, DateTimeOffset At);
