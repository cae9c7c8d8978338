using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>Checks <see cref="DeferralOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class DeferralOptionsValidator : IValidateOptions<DeferralOptions>;
