using System.Text.Json;

namespace HubSpotUsers.Queue;

/// <summary>An input in one of our envelopes.</summary>
/// <param name="Index">Its position in the message it came in.</param>
/// <param name="Detail">What is wrong with it, without its values; null when nothing is.</param>
/// <param name="Original">The input as it was sent.</param>
internal sealed record EnvelopeInput(int Index, string? Detail, JsonElement Original);
