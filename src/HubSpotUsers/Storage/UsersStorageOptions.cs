using Microsoft.Extensions.Options;

namespace HubSpotUsers.Storage;

/// <summary>
/// The storage account of queue and tables: the setting <c>UsersStorage</c> as a connection string, or, with an identity, the
/// settings <c>UsersStorage:*</c> by the names the queue trigger itself uses (Azure Functions: Connect with an identity).
/// </summary>
internal sealed record UsersStorageOptions
{
    /// <summary>The name of the connection, in the queue trigger too.</summary>
    public const string ConnectionName = "UsersStorage";

    /// <summary>A connection string, for development; null when an identity is used.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The account's queue service, such as <c>https://myaccount.queue.core.windows.net/</c>.</summary>
    public Uri? QueueServiceUri { get; set; }

    /// <summary>The account's table service, such as <c>https://myaccount.table.core.windows.net/</c>.</summary>
    public Uri? TableServiceUri { get; set; }

    /// <summary><c>managedidentity</c> for the app's identity; empty for whatever the environment offers.</summary>
    public string? Credential { get; set; }

    /// <summary>The client id of a user-assigned identity.</summary>
    public string? ClientId { get; set; }
}

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
