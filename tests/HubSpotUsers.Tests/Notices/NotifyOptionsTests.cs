using HubSpotUsers.Notices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Notices;

public sealed class NotifyOptionsTests
{
    private const string Reference = "@Microsoft.KeyVault(VaultName=kv;SecretName=webhook)";

    [Fact]
    public void Every_fault_is_named_at_once_and_no_value()
    {
        var text = Fault(
            ("Notify:WebhookUri", "http://hooks.example.com/services/s3cret"),
            ("Notify:Secret", "s3cret"),
            ("Notify:Format", "Carrier pigeon"),
            ("Notify:Events", "request.finished,user.created"),
            ("Notify:PoisonInterval", "-00:00:01"),
            ("Notify:RetryFor", "00:00:01"))!;

        Assert.All(
            ["WebhookUri must be an absolute https address", "Secret must be whsec_", "Notify:Format cannot be read", "Events must be one or more of request.finished", "PoisonInterval", "RetryFor"],
            fault => Assert.Contains(fault, text, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hooks.slack.com/services/T/B/x", true)]
    [InlineData("http://127.0.0.1:8080/hook", true)]
    [InlineData("http://localhost:8080/", true)]
    [InlineData("http://10.0.0.1/hook", false)]
    [InlineData("ftp://localhost/", false)]
    [InlineData("/hook", false)]
    [InlineData("", true)]
    [InlineData(Reference, true)]
    public void The_address_is_https_or_this_machine(string address, bool isTaken) => Assert.Equal(isTaken, Fault(("Notify:WebhookUri", address)) is null);

    [Fact]
    public void By_default_there_are_no_notices()
    {
        var options = Read();

        Assert.False(options.IsOn);
        Assert.All(NoticeType.All, type => Assert.False(options.Wants(type)));
    }

    [Fact]
    public void With_an_address_all_are_wanted_unless_some_are_named()
    {
        var (all, one) = (Read(("Notify:WebhookUri", "https://example.com/")), Read(("Notify:WebhookUri", "https://example.com/"), ("Notify:Events", "poison.new")));

        Assert.All(NoticeType.All, type => Assert.True(all.Wants(type)));
        Assert.Equal([NoticeType.NewPoison], NoticeType.All.Where(one.Wants));
    }

    private static string? Fault(params (string Name, string Value)[] settings) => Record.Exception(() => Start(settings).GetRequiredService<IStartupValidator>().Validate())?.ToString();

    private static NotifyOptions Read(params (string Name, string Value)[] settings) => Start(settings).GetRequiredService<IOptions<NotifyOptions>>().Value;

    private static ServiceProvider Start((string Name, string Value)[] settings)
    {
        var configuration = Settings.Of(settings);
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddHubSpotUsers(configuration).BuildServiceProvider();
    }
}
