namespace HubSpotUsers.Configuration;

/// <summary>Where options are read from.</summary>
/// <param name="Type">The options.</param>
/// <param name="Name">Their configuration section.</param>
internal sealed record OptionsSection(Type Type, string Name);
