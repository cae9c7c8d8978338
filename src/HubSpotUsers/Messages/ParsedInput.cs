using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Messages;

/// <summary>One input of a message: either a <see cref="User"/> or the <see cref="Faults"/> that keep it from being one.</summary>
/// <param name="Index">The input's position in its message, from 0.</param>
/// <param name="User">The user to create, or null when the input has faults.</param>
/// <param name="Faults">What is wrong; empty for a good input.</param>
/// <param name="Original">The input as it was sent.</param>
public sealed record ParsedInput(int Index, UserInput? User, IReadOnlyList<InputFault> Faults, JsonElement Original);
