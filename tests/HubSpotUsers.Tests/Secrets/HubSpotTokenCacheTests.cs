using Azure;
using Azure.Identity;
using HubSpotUsers.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Secrets;

public sealed class HubSpotTokenCacheTests : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly VirtualTime _time = new();
    private readonly FakeSecretClient _vault = new();
    private readonly CapturedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly HubSpotTokenCache _tokens;

    public HubSpotTokenCacheTests()
    {
        _loggers = new LoggerFactory([_log]);
        _tokens = new HubSpotTokenCache(
            _vault,
            Options.Create(new KeyVaultOptions { TokenLifetime = Lifetime }),
            _time,
            _loggers.CreateLogger<HubSpotTokenCache>());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_token_is_kept_for_its_lifetime()
    {
        var first = await _tokens.GetAsync(default);
        _time.Advance(Lifetime - TimeSpan.FromTicks(1));
        var second = await _tokens.GetAsync(default);
        Assert.Equal(1, _vault.Reads);

        _time.Advance(TimeSpan.FromTicks(1));
        await _tokens.GetAsync(default);

        Assert.Same(first, second);
        Assert.Equal(2, _vault.Reads);
    }

    [Fact]
    public async Task However_many_wait_the_vault_is_asked_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _vault.Gate = gate.Task;

        var waiters = Enumerable.Range(0, 50).Select(_ => _tokens.GetAsync(default)).ToList();
        gate.SetResult();
        var tokens = await Task.WhenAll(waiters);

        Assert.Equal(1, _vault.Reads);
        Assert.Single(tokens.Distinct());
    }

    [Fact]
    public async Task A_refused_token_is_refreshed_once_for_all()
    {
        var refused = await _tokens.GetAsync(default);
        (_vault.Value, _vault.Version) = ("pat-eu1-second", "v2");

        var fresh = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _tokens.RefreshAsync(refused, default)));
        await _tokens.RefreshAsync(refused, default);

        Assert.All(fresh, token => Assert.Equal("pat-eu1-second", token.Value));
        Assert.Equal(2, _vault.Reads);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_end_the_look_up()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _vault.Gate = gate.Task;
        using var leaving = new CancellationTokenSource();

        var left = _tokens.GetAsync(leaving.Token);
        var stays = _tokens.GetAsync(default);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.SetResult();

        Assert.Equal("pat-eu1-first", (await stays).Value);
        Assert.Equal(1, _vault.Reads);
    }

    [Theory]
    [InlineData("pat-1\n")]
    [InlineData("\r\n  pat-1 \t")]
    public async Task A_token_is_trimmed(string value)
    {
        _vault.Value = value;

        Assert.Equal("pat-1", (await _tokens.GetAsync(default)).Value);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v/secrets/s)", "reference")]
    [InlineData("@microsoft.keyvault(x)", "reference")]
    [InlineData("pat-1\npat-2", "characters")]
    [InlineData("pät", "characters")]
    public async Task What_is_no_token_is_refused_without_repeating_it(string value, string said)
    {
        _vault.Value = value;

        var exception = await Assert.ThrowsAsync<HubSpotTokenException>(() => _tokens.GetAsync(default));

        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pat-", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("https", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_vault_is_away_the_old_token_stays_in_use()
    {
        var first = await _tokens.GetAsync(default);
        _time.Advance(Lifetime);
        _vault.Failure = new RequestFailedException(503, "Away", "ServiceUnavailable", innerException: null);

        var second = await _tokens.GetAsync(default);

        Assert.Same(first, second);
        Assert.Contains("v1 stays in use", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_while_the_vault_is_away_fails()
    {
        var refused = await _tokens.GetAsync(default);
        _vault.Failure = new AuthenticationFailedException("No identity");

        await Assert.ThrowsAsync<HubSpotTokenException>(() => _tokens.RefreshAsync(refused, default));
    }

    [Fact]
    public async Task After_a_failure_the_vault_is_asked_again()
    {
        _vault.Failure = new RequestFailedException(404, "No such secret");
        await Assert.ThrowsAsync<HubSpotTokenException>(() => _tokens.GetAsync(default));
        _vault.Failure = null;

        Assert.Equal("v1", (await _tokens.GetAsync(default)).Version);
    }

    [Fact]
    public async Task Neither_the_log_nor_the_token_shows_its_value()
    {
        var token = await _tokens.GetAsync(default);

        Assert.Equal("HubSpot token, version v1", token.ToString());
        Assert.Contains("version v1", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pat-", _log.Text, StringComparison.Ordinal);
    }
}
