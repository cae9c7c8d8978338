namespace Simulators.Azurite;

/// <summary>Where an Azurite is found.</summary>
/// <param name="BlobEndpoint">The blob service of the development account.</param>
/// <param name="QueueEndpoint">The queue service of the development account.</param>
/// <param name="TableEndpoint">The table service of the development account.</param>
public sealed record AzuriteConnection(Uri BlobEndpoint, Uri QueueEndpoint, Uri TableEndpoint)
{
    // Both are public: every emulator has this account and this key.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The connection string of the development account.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol={QueueEndpoint.Scheme};AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    /// <summary>The connection to the servers with these addresses.</summary>
    internal static AzuriteConnection Of(string blob, string queue, string table) => new(Endpoint(blob), Endpoint(queue), Endpoint(table));

    private static Uri Endpoint(string server) => new($"{server}/{Account}");
}
