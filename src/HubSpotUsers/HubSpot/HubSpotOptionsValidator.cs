using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot;

/// <summary>Checks <see cref="HubSpotOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class HubSpotOptionsValidator : IValidateOptions<HubSpotOptions>;
