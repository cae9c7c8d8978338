using Microsoft.Extensions.Options;

namespace HubSpotUsers.Batching;

/// <summary>Checks <see cref="BatchingOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class BatchingOptionsValidator : IValidateOptions<BatchingOptions>;
