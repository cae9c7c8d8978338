using Api;
using Azure.Data.Tables;
using HubSpotUsers.Configuration;
using HubSpotUsers.HubSpot;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Configuration;

public sealed class StartUpTests
{
    [Fact]
    public void Settings_that_name_the_three_services_suffice()
    {
        Assert.Null(Record.Exception(() => Start(Settings.Of())));
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var settings = Settings.Of(
            ("Batching:MaxWait", "soon"),
            ("Batching:MaxInputs", "101"),
            ("HubSpot:RateLimit", "many"),
            ("HubSpot:BaseAddress", "http://api.hubapi.com/"),
            ("HubSpot:UsersPath", "/crm/v3/"),
            ("HubSpot:UniqueProperty", "Hs Email"),
            ("HubSpot:RequestTimeout", "00:00:00"),
            ("KeyVault:VaultUri", string.Empty),
            ("KeyVault:SecretName", "not a name"),
            ("KeyVault:TokenLifetime", "x"),
            ("Http:MaxInputs", "0"),
            ("UsersQueue", "Users"),
            ("UsersStorage", string.Empty));

        var text = Record.Exception(() => Start(settings))!.ToString();

        Assert.All(
            [
                "Batching:MaxWait cannot be read", "MaxInputs", "HubSpot:RateLimit cannot be read: it must be a whole number", "BaseAddress must be an absolute https address", "UsersPath", "UniqueProperty",
                "RequestTimeout", "VaultUri", "SecretName", "KeyVault:TokenLifetime cannot be read: it must be a time", "Http", "UsersQueue must be a queue name",
                "UsersStorage:queueServiceUri", "UsersStorage:tableServiceUri",
            ],
            fault => Assert.Contains(fault, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_settings_are_named_at_once()
    {
        var text = Record.Exception(() => Start(new ConfigurationBuilder().Build()))!.ToString();

        Assert.All(
            ["VaultUri", "UsersQueue must name the queue", "UsersStorage:queueServiceUri", "UsersStorage:tableServiceUri"],
            fault => Assert.Contains(fault, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://vault.test/", "/no/such/file.pem", "is for a vault on this machine only")]
    [InlineData("https://localhost:8443/", "/no/such/file.pem", "names a file that does not exist")]
    public void A_trusted_certificate_is_for_a_vault_on_this_machine(string vault, string file, string said)
    {
        var text = Record.Exception(() => Start(Settings.Of(("KeyVault:VaultUri", vault), ("KeyVault:TrustedCertificateFile", file))))!.ToString();

        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://example.com/", false)]
    [InlineData("ftp://localhost/", false)]
    [InlineData("/relative", false)]
    public void A_token_crosses_no_network_in_the_clear(string address, bool isTaken)
    {
        var exception = Record.Exception(() => Start(Settings.Of(("HubSpot:BaseAddress", address))));

        Assert.Equal(isTaken, exception is null);
    }

    [Fact]
    public void Settings_are_read_whatever_their_case()
    {
        using var services = Build(Settings.Of(("hubspot:ratelimit", "50"), ("HUBSPOT:REQUESTTIMEOUT", "00:00:30")));

        var options = services.GetRequiredService<IOptions<HubSpotOptions>>().Value;

        Assert.Equal((50, TimeSpan.FromSeconds(30)), (options.RateLimit, options.RequestTimeout));
    }

    [Fact]
    public void Storage_may_be_named_by_its_services()
    {
        var settings = Settings.Of(
            ("UsersStorage", string.Empty),
            ("UsersStorage:queueServiceUri", "https://account.queue.core.windows.net/"),
            ("UsersStorage:tableServiceUri", "https://account.table.core.windows.net/"),
            ("UsersStorage:credential", "managedidentity"),
            ("UsersStorage:clientId", "11111111-1111-1111-1111-111111111111"));
        using var services = Build(settings);

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("account", services.GetRequiredService<TableServiceClient>().AccountName);
    }

    [Fact]
    public void A_setting_that_no_options_of_its_section_have_is_warned_of_and_no_other()
    {
        using var log = new CapturedLog();

        Validate(Settings.Of(("Http:MaxInputs", "5"), ("Http:MaxImports", "2"), ("Http:MaxImport", "2")), log);

        Assert.Contains("Setting Http:MaxImport is unknown and has no effect. Http has: MaxInputs,", log.Text, StringComparison.Ordinal);
        Assert.Equal(2, log.Text.Split("is unknown").Length);
    }

    [Fact]
    public void A_misspelt_setting_is_named_beside_the_fault_that_it_leads_to_and_only_there()
    {
        using var log = new CapturedLog();

        var exception = Assert.Throws<InvalidSettingsException>(
            () => Validate(Settings.Of(("KeyVault:VaultUri", string.Empty), ("KeyVault:VaultUr", "https://vault.test/"), ("Http:MaxInputs", "0")), log));

        Assert.All(
            ["KeyVault:VaultUri ", "Http:MaxInputs ", $"{Environment.NewLine}  - KeyVault:VaultUr is unknown and has no effect. KeyVault has: VaultUri, SecretName,"],
            said => Assert.Contains(said, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("https://vault.test/", exception.Message, StringComparison.Ordinal);
        Assert.Empty(log.Text);
    }

    private static void Validate(IConfiguration settings, CapturedLog log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(settings).AddHubSpotUsers(settings).AddApi(settings);
        using var host = builder.Build();
        host.ValidateSettings();
    }

    private static void Start(IConfiguration settings)
    {
        using var services = Build(settings);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static ServiceProvider Build(IConfiguration settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHubSpotUsers(settings).AddApi(settings);
        return services.BuildServiceProvider();
    }
}
