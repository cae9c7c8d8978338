using Microsoft.Extensions.Options;

namespace HubSpotUsers.Control;

/// <summary>Checks <see cref="ProcessingOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class ProcessingOptionsValidator : IValidateOptions<ProcessingOptions>;
