using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using HubSpotUsers.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Storage;

/// <summary>Registers the clients of the storage account.</summary>
internal static class UsersStorage
{
    public const string ManagedIdentity = "managedidentity";

    /// <summary>No request to a table is large enough to take longer; what hangs is tried again.</summary>
    private static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddUsersStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<UsersStorageOptions, UsersStorageOptionsValidator>(configuration, UsersStorageOptions.ConnectionName, isShared: true)
            .Configure(options => options.ConnectionString = configuration[UsersStorageOptions.ConnectionName]);
        return services.AddSingleton(CreateTables).AddSingleton(CreateQueues);
    }

    private static TableServiceClient CreateTables(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<UsersStorageOptions>>().Value;
        var tables = new TableClientOptions { Retry = { NetworkTimeout = TableTimeout } };
        return options.ConnectionString is { Length: > 0 } connectionString
            ? new TableServiceClient(connectionString, tables)
            : new TableServiceClient(options.TableServiceUri!, CredentialOf(options, provider), tables);
    }

    private static QueueServiceClient CreateQueues(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<UsersStorageOptions>>().Value;
        return options.ConnectionString is { Length: > 0 } connectionString
            ? new QueueServiceClient(connectionString)
            : new QueueServiceClient(options.QueueServiceUri!, CredentialOf(options, provider));
    }

    private static TokenCredential CredentialOf(UsersStorageOptions options, IServiceProvider provider) => options switch
    {
        { Credential: null or "" } => provider.GetRequiredService<TokenCredential>(),
        { ClientId: { Length: > 0 } clientId } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId)),
        _ => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
    };
}
