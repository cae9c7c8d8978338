using Azure.Data.Tables;
using Azure.Storage.Queues;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using Functions.Tests.Simulators;
using Hosting;

namespace Functions.Tests.EndToEnd;

/// <summary>The app with the settings of production: no key and no connection string, only its identity.</summary>
public sealed class KeylessTests : IAsyncLifetime
{
    private LocalEnvironment _environment = null!;
    private QueueDriver _queue = null!;
    private TableDriver _tables = null!;

    public async ValueTask InitializeAsync()
    {
        _environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions { Keyless = true }, TestContext.Current.CancellationToken);
        var transport = TrustingTransport.To(_environment.CertificatePem);
        var storage = _environment.Storage.ConnectionString;
        _queue = new QueueDriver(new QueueServiceClient(storage, new QueueClientOptions { Transport = transport }), LocalEnvironment.QueueName);
        _tables = new TableDriver(new TableServiceClient(storage, new TableClientOptions { Transport = transport }));
        await _queue.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Dispose();
        await _environment.DisposeAsync();
    }

    [Fact]
    public async Task The_app_reads_its_queue_and_its_token_and_writes_its_tables_and_the_poison_queue_with_its_identity_alone()
    {
        var settings = _environment.AppSettings();
        await using var app = await TheApp.StartAsync(settings);
        using var http = new HttpDriver(app.Address, _environment.FunctionKey);
        var (queued, requested) = (TestUser.Next(), TestUser.Next());

        var message = await _queue.SendAsync(UserMessages.Of(queued));
        var malformed = await _queue.SendAsync("{");
        var row = await _tables.UserOfAsync(message.MessageId);
        var response = await http.PostAsync(UserMessages.Of(requested));
        await _queue.PoisonOfAsync(malformed.MessageId);
        await _queue.WaitUntilEmptyAsync();

        Assert.Equal("Created", row.GetString("Outcome"));
        Assert.Equal(200, (int)response.Status);
        new HubSpotDriver(_environment.HubSpot).AssertEachCreatedOnce([queued, requested]);
        Assert.DoesNotContain(settings.Values, value => value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(settings.Keys, name => name is "AzureWebJobsStorage" or "UsersStorage" or "KeyVault__TrustedCertificateFile");
        Assert.True(_environment.TokensIssued > 0);
    }
}
