using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>Checks <see cref="UsersQueueOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class UsersQueueOptionsValidator : IValidateOptions<UsersQueueOptions>;
