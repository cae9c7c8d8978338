using Microsoft.Extensions.Options;

namespace HubSpotUsers.Telemetry;

/// <summary>Checks <see cref="TelemetryOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
