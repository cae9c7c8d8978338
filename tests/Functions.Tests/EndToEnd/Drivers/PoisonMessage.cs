using System.Text.Json.Nodes;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>A message of the poison queue, in the app's envelope.</summary>
public sealed class PoisonMessage(string text)
{
    private readonly JsonObject _root = JsonNode.Parse(text)!.AsObject();

    public string Reason => (string)Header["reason"]!;

    public string Detail => (string)Header["detail"]!;

    public string? CorrelationId => (string?)Header["correlationId"];

    public int Attempt => (int)Header["attempt"]!;

    public DateTimeOffset FirstSeen => (DateTimeOffset)Header["firstSeen"]!;

    public DateTimeOffset FailedAt => (DateTimeOffset)Header["failedAt"]!;

    /// <summary>The bytes of a message that could not be read.</summary>
    public byte[] Original => Convert.FromBase64String((string)_root["original"]!);

    public IReadOnlyList<JsonObject> Inputs => [.. _root["inputs"]!.AsArray().OfType<JsonObject>()];

    private JsonObject Header => _root["poison"]!.AsObject();

    public bool IsOf(string sourceId) => (string)Header["sourceId"]! == sourceId;

    public override string ToString() => text;
}
