using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using LocalHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace LocalHost.Queues;

/// <summary>
/// Makes queue clients from connection settings by the rules of the real host: a connection string,
/// or a group of settings with an address and a credential.
/// </summary>
internal sealed class StorageConnections(IConfiguration settings, StartFaults faults)
{
    private const string DefaultConnection = "Storage";

    private readonly Dictionary<string, QueueServiceClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a client for the connection; when the settings do not suffice, a fault is reported and the client is of no use.</summary>
    public QueueServiceClient Queues(string? connection, string functionName)
    {
        var name = string.IsNullOrWhiteSpace(connection) ? DefaultConnection : connection;
        if (!_clients.TryGetValue(name, out var client))
        {
            _clients[name] = client = Create(name, functionName);
        }

        return client;
    }

    private QueueServiceClient Create(string name, string functionName)
    {
        if (Find(name) is not { } section)
        {
            return Fault(functionName, $"the connection '{name}' has no settings ({name} or {name}__queueServiceUri)");
        }

        try
        {
            if (!string.IsNullOrWhiteSpace(section.Value))
            {
                return new(section.Value, ClientOptions());
            }

            return Address(section) is { } address
                ? new(address, Credential(section), ClientOptions())
                : Fault(functionName, $"the connection '{name}' says neither queueServiceUri nor serviceUri nor accountName");
        }
        catch (FormatException exception)
        {
            // The SDK's messages about malformed connection strings quote none of their values.
            return Fault(functionName, $"the connection '{name}' cannot be used: {exception.Message}");
        }
    }

    private IConfigurationSection? Find(string name)
    {
        IEnumerable<IConfigurationSection> candidates =
        [
            settings.GetSection($"ConnectionStrings:AzureWebJobs{name}"),
            settings.GetSection($"AzureWebJobs{name}"),
            settings.GetSection($"ConnectionStrings:{name}"),
            settings.GetSection(name),
        ];

        return candidates.FirstOrDefault(section => section.Exists());
    }

    private static Uri? Address(IConfigurationSection section)
    {
        if ((section["queueServiceUri"] ?? section["serviceUri"]) is { } address)
        {
            return new(address);
        }

        return section["accountName"] is { } account ? new($"https://{account}.queue.core.windows.net") : null;
    }

    private static TokenCredential Credential(IConfigurationSection section)
    {
        var clientId = section["clientId"];
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
        {
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
        }

        return new ManagedIdentityCredential(
            clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
    }

    // The host decodes message bodies itself, so that what cannot be decoded reaches the poison queue as it came.
    private static QueueClientOptions ClientOptions() => new() { MessageEncoding = QueueMessageEncoding.None };

    private QueueServiceClient Fault(string functionName, string fault)
    {
        faults.Add($"Function {functionName}: {fault}.");
        return new(new Uri("https://unknown.invalid"));
    }
}
