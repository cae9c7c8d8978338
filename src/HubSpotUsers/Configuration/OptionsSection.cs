namespace HubSpotUsers.Configuration;

/// <summary>Where options are read from.</summary>
/// <param name="Type">The options.</param>
/// <param name="Name">Their configuration section.</param>
/// <param name="IsShared">Whether others, such as the queue trigger, read settings of their own from that section.</param>
internal sealed record OptionsSection(Type Type, string Name, bool IsShared);
