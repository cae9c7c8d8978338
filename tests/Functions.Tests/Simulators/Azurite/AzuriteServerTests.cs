using System.Diagnostics;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Simulators.Azurite;
using Simulators.Hosting;

namespace Functions.Tests.Simulators.Azurite;

public sealed class AzuriteServerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Queues_and_tables_work_through_the_connection_string()
    {
        var queue = new QueueClient(azurite.Server.ConnectionString, "users");
        var table = new TableClient(azurite.Server.ConnectionString, "Users");
        await queue.CreateAsync();
        await table.CreateAsync();

        await queue.SendMessageAsync("hello");
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "Ann" });

        Assert.Equal("hello", (await queue.ReceiveMessageAsync()).Value.MessageText);
        Assert.Equal("Ann", (await table.GetEntityAsync<TableEntity>("p", "r")).Value["Name"]);
    }

    [Fact]
    public async Task Messages_come_in_the_order_sent_and_stay_invisible_until_their_time()
    {
        var queue = new QueueClient(azurite.Server.ConnectionString, "order");
        await queue.CreateAsync();
        for (var n = 1; n <= 40; n++)
        {
            await queue.SendMessageAsync($"{n}", visibilityTimeout: n > 35 ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        }

        var first = await queue.ReceiveMessagesAsync(32, TimeSpan.FromHours(1));
        var second = await queue.ReceiveMessagesAsync(32, TimeSpan.FromHours(1));

        Assert.Equal(Enumerable.Range(1, 32).Select(n => $"{n}"), first.Value.Select(message => message.MessageText));
        Assert.Equal(["33", "34", "35"], second.Value.Select(message => message.MessageText));
    }

    [Fact]
    public async Task A_running_server_is_found_by_its_ports_and_another_is_not()
    {
        var ports = new AzuritePorts(
            azurite.Server.Connection.BlobEndpoint.Port, azurite.Server.QueueEndpoint.Port, azurite.Server.TableEndpoint.Port);

        var found = await AzuriteServer.TryFindRunningAsync(ports);
        var swapped = await AzuriteServer.TryFindRunningAsync(ports with { Queue = ports.Table, Table = ports.Queue });

        Assert.Equal(azurite.Server.ConnectionString, found?.ConnectionString);
        Assert.Null(swapped);
    }

    [Fact]
    public async Task A_taken_port_is_reported_at_once()
    {
        var options = new AzuriteOptions { Ports = AzuritePorts.Free with { Queue = azurite.Server.QueueEndpoint.Port } };

        var exception = await Assert.ThrowsAsync<AzuriteException>(() => AzuriteServer.StartAsync(options));

        Assert.Contains("EADDRINUSE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_certificate_it_accepts_tokens_and_leaves_nothing_behind()
    {
        using var certificate = SelfSignedCertificate.Create(TimeProvider.System.GetUtcNow());
        var pem = certificate.ExportCertificatePem();
        await using var identity = await global::Simulators.Identity.ManagedIdentitySimulator.StartAsync(new());
        var server = await AzuriteServer.StartAsync(new AzuriteOptions { CertificatePem = pem, PrivateKeyPem = SelfSignedCertificate.PrivateKeyPem(certificate) });
        var client = new QueueServiceClient(server.QueueEndpoint, new IdentityCredential(identity), new QueueClientOptions { Transport = TrustingTransport.To(pem) });

        await client.CreateQueueAsync("keyless");
        using var process = Process.GetProcessById(server.ProcessId);
        await server.DisposeAsync();

        Assert.Equal("https", server.QueueEndpoint.Scheme);
        Assert.True(process.HasExited);
    }

    /// <summary>Asks the simulated identity endpoint without the environment variables that all tests share.</summary>
    private sealed class IdentityCredential(global::Simulators.Identity.ManagedIdentitySimulator identity) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Only asynchronous calls are made.");

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", identity.Environment["IDENTITY_HEADER"]);
            var address = new Uri(identity.Endpoint, "?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com");
            var body = System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync(address, cancellationToken))!;
            return new AccessToken((string)body["access_token"]!, TimeProvider.System.GetUtcNow().AddHours(1));
        }
    }
}
