using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Secrets;

/// <summary>
/// Takes the HubSpot token from Key Vault and keeps it for <see cref="KeyVaultOptions.TokenLifetime"/>.
/// However many callers wait, the vault is asked once.
/// </summary>
/// <param name="secrets">The vault.</param>
/// <param name="options">The secret's name and the token's lifetime.</param>
/// <param name="logger">Takes versions and ages, never values.</param>
internal sealed partial class HubSpotTokenCache(
    SecretClient secrets,
    IOptions<KeyVaultOptions> options,
    TimeProvider time,
    ILogger<HubSpotTokenCache> logger)
{
    /// <summary>How long a token stays in use before a vault that did not respond is asked again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private const string KeyVaultReferencePrefix = "@Microsoft.KeyVault(";

    private readonly Lock _lock = new();
    private HubSpotToken? _token;
    private long _checkedAt;
    private long _readAt;
    private TimeSpan _goodFor;
    private Task<HubSpotToken>? _fetch;

    /// <summary>How long ago the token in use was read from the vault, or confirmed by it; null while there is none.</summary>
    internal TimeSpan? Age
    {
        get
        {
            lock (_lock)
            {
                return _token is null ? null : time.GetElapsedTime(_readAt);
            }
        }
    }

    /// <summary>Gives the current token.</summary>
    /// <param name="cancellationToken">Ends the wait, not the look-up that others may share.</param>
    /// <exception cref="HubSpotTokenException">There is no usable token, and no earlier one is known.</exception>
    public async Task<HubSpotToken> GetAsync(CancellationToken cancellationToken)
    {
        HubSpotToken? known;
        Task<HubSpotToken> fetch;
        lock (_lock)
        {
            known = _token;
            if (known is not null && time.GetElapsedTime(_checkedAt) < _goodFor)
            {
                return known;
            }

            fetch = _fetch ??= FetchAsync();
        }

        try
        {
            return await fetch.WaitAsync(cancellationToken);
        }
        catch (HubSpotTokenException exception) when (known is not null)
        {
            // A vault that is away for a while is no reason to stop: the token we have still works until HubSpot says otherwise.
            lock (_lock)
            {
                (_checkedAt, _goodFor) = (time.GetTimestamp(), RetryInterval);
            }

            Log.KeepingToken(logger, known.Version, exception.Message);
            return known;
        }
    }

    /// <summary>Gives a token newer than <paramref name="refused"/> if there is one: reads the secret anew unless another caller just did.</summary>
    /// <param name="refused">The token for which HubSpot returned 401.</param>
    /// <param name="cancellationToken">Ends the wait, not the look-up that others may share.</param>
    /// <exception cref="HubSpotTokenException">There is no usable token.</exception>
    public async Task<HubSpotToken> RefreshAsync(HubSpotToken refused, CancellationToken cancellationToken)
    {
        Task<HubSpotToken> fetch;
        lock (_lock)
        {
            if (_token is { } token && !ReferenceEquals(token, refused))
            {
                return token;
            }

            fetch = _fetch ??= FetchAsync();
        }

        return await fetch.WaitAsync(cancellationToken);
    }

    private async Task<HubSpotToken> FetchAsync()
    {
        // Leaves the caller's lock before the first await can complete in place.
        await Task.Yield();
        try
        {
            var secret = await ReadSecretAsync();
            var value = Check(secret);
            lock (_lock)
            {
                (_checkedAt, _goodFor) = (time.GetTimestamp(), options.Value.TokenLifetime);
                _readAt = _checkedAt;
                if (_token?.Value == value && _token.Version == secret.Properties.Version)
                {
                    return _token;
                }

                Log.NewToken(logger, secret.Properties.Version, secret.Properties.UpdatedOn);
                return _token = new HubSpotToken(value, secret.Properties.Version);
            }
        }
        finally
        {
            lock (_lock)
            {
                _fetch = null;
            }
        }
    }

    private async Task<KeyVaultSecret> ReadSecretAsync()
    {
        var name = options.Value.SecretName;
        try
        {
            return await secrets.GetSecretAsync(name, cancellationToken: CancellationToken.None);
        }
        catch (RequestFailedException exception)
        {
            throw new HubSpotTokenException(
                $"Key Vault did not give the secret {name} (HTTP {exception.Status} {exception.ErrorCode}). Check that it exists and that the app's identity may read it.",
                exception);
        }
        catch (Exception exception) when (exception is AuthenticationFailedException or AggregateException or OperationCanceledException)
        {
            throw new HubSpotTokenException($"The app could not sign in to Key Vault for the secret {name} ({exception.GetType().Name}). Check its identity.", exception);
        }
    }

    private static string Check(KeyVaultSecret secret)
    {
        var value = secret.Value?.Trim();
        if (string.IsNullOrEmpty(value))
        {
            throw new HubSpotTokenException($"The secret {secret.Name} is empty. Set it to the HubSpot access token.");
        }

        if (value.StartsWith(KeyVaultReferencePrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new HubSpotTokenException($"The secret {secret.Name} holds a Key Vault reference, not a token. Set it to the HubSpot access token itself.");
        }

        // A line break inside would end the Authorization header, and anything beyond ASCII cannot stand in one.
        return value.All(c => c is > ' ' and <= '~')
            ? value
            : throw new HubSpotTokenException($"The secret {secret.Name} has characters that no HubSpot access token has, such as a line break. Set it again.");
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "The HubSpot token is version {Version} of the secret, last changed {UpdatedOn}.")]
        public static partial void NewToken(ILogger logger, string version, DateTimeOffset? updatedOn);

        [LoggerMessage(101, LogLevel.Warning, "Key Vault did not give the HubSpot token ({Error}); version {Version} stays in use.")]
        public static partial void KeepingToken(ILogger logger, string version, string error);
    }
}
