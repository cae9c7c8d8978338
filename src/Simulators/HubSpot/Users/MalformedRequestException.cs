using System.Diagnostics.CodeAnalysis;

namespace Simulators.HubSpot.Users;

/// <summary>A request HubSpot refuses with 400, with the message it would give.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It is caught where the body is read.")]
internal sealed class MalformedRequestException(string message) : Exception(message);
