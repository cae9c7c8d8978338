using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>Checks <see cref="LedgerOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class LedgerOptionsValidator : IValidateOptions<LedgerOptions>;
