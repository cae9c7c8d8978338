using System.Text.Json;

namespace HubSpotUsers.Queue;

/// <summary>An input in the poison queue.</summary>
/// <param name="Index">Its position in the message it came in.</param>
/// <param name="Detail">What is wrong with it, without its values.</param>
/// <param name="Original">The input as it was sent.</param>
internal sealed record PoisonInput(int Index, string? Detail, JsonElement Original);
