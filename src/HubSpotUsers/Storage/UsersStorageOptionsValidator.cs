using Microsoft.Extensions.Options;

namespace HubSpotUsers.Storage;

/// <summary>Checks that <see cref="UsersStorageOptions"/> name an account in one of the two ways.</summary>
internal sealed class UsersStorageOptionsValidator : IValidateOptions<UsersStorageOptions>
{
    private const string Name = UsersStorageOptions.ConnectionName;

    public ValidateOptionsResult Validate(string? name, UsersStorageOptions options)
    {
        if (!string.IsNullOrEmpty(options.ConnectionString))
        {
            return ValidateOptionsResult.Success;
        }

        var faults = new ValidateOptionsResultBuilder();
        if (options.QueueServiceUri is not { IsAbsoluteUri: true })
        {
            faults.AddError($"Set {Name} to a connection string, or {Name}:queueServiceUri to the address of the account's queue service.");
        }

        if (options.TableServiceUri is not { IsAbsoluteUri: true })
        {
            faults.AddError($"Set {Name} to a connection string, or {Name}:tableServiceUri to the address of the account's table service.");
        }

        if (options.Credential is { Length: > 0 } credential && !string.Equals(credential, UsersStorage.ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            faults.AddError($"{Name}:credential must be {UsersStorage.ManagedIdentity} or left out.");
        }

        return faults.Build();
    }
}
