namespace HubSpotUsers.Tests.Model;

/// <summary>A message on a queue.</summary>
internal sealed class ModelMessage(string id, string body, DateTimeOffset insertedOn)
{
    public string Id { get; } = id;

    public string Body { get; set; } = body;

    /// <summary>What the message is deleted and changed by, until it is received again.</summary>
    public string Receipt { get; set; } = string.Empty;

    public DateTimeOffset InsertedOn { get; } = insertedOn;

    public DateTimeOffset VisibleAt { get; set; } = insertedOn;

    public long DequeueCount { get; set; }
}
