using Microsoft.Extensions.Options;

namespace HubSpotUsers.Http;

/// <summary>Checks <see cref="HttpOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
