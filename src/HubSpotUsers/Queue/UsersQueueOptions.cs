using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>The queue of user messages: setting <c>UsersQueue</c>, which the queue trigger reads too.</summary>
internal sealed record UsersQueueOptions
{
    /// <summary>The setting with the queue's name.</summary>
    public const string SettingName = "UsersQueue";

    /// <summary>The queue's name; its poison queue has <c>-poison</c> after it, as the Functions host names it.</summary>
    [Required(ErrorMessage = SettingName + " must name the queue of user messages, such as users.")]
    [RegularExpression("(?!.*--)[a-z0-9][a-z0-9-]{1,54}[a-z0-9]", ErrorMessage = SettingName + " must be a queue name: 3 to 56 lower-case letters, digits and single hyphens.")]
    public string? Name { get; set; }
}

/// <summary>Checks <see cref="UsersQueueOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class UsersQueueOptionsValidator : IValidateOptions<UsersQueueOptions>;
