namespace HubSpotUsers.Tests.Model;

/// <summary>A message on a queue.</summary>
internal sealed class ModelMessage(string id, string body, DateTimeOffset insertedOn)
{
    public string Id { get; } = id;

    public string Body { get; } = body;

    public DateTimeOffset InsertedOn { get; } = insertedOn;

    public DateTimeOffset VisibleAt { get; set; } = insertedOn;

    public long DequeueCount { get; set; }
}
