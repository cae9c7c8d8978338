using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Secrets;

/// <summary>
/// Takes the key of the hashes by which persons are found from Key Vault (<see cref="KeyVaultOptions.FindKeyName"/>). It is read once: with
/// another key nothing that was hashed before is found.
/// </summary>
/// <param name="secrets">The vault.</param>
/// <param name="options">The secret's name.</param>
/// <param name="logger">Takes names and statuses.</param>
internal sealed partial class FindKeyProvider(SecretClient secrets, IOptions<KeyVaultOptions> options, TimeProvider time, ILogger<FindKeyProvider> logger)
{
    /// <summary>A shorter key could be guessed.</summary>
    private const int MinLength = 32;

    /// <summary>How long to wait before a vault that did not give the key is asked again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<byte[]?>? _reading;
    private long _readAt;
    private bool _isMissing;

    /// <summary>Whether there should be a key.</summary>
    internal bool IsOn => options.Value.FindKeyName is { Length: > 0 };

    /// <summary>Gives the key; null when there is none, so that no user is found and nothing is hashed.</summary>
    internal Task<byte[]?> GetAsync()
    {
        if (options.Value.FindKeyName is not { Length: > 0 } name)
        {
            return Task.FromResult<byte[]?>(null);
        }

        lock (_lock)
        {
            if (_reading is null || (_isMissing && time.GetElapsedTime(_readAt) >= RetryInterval))
            {
                (_isMissing, _readAt, _reading) = (false, time.GetTimestamp(), ReadAsync(name));
            }

            return _reading;
        }
    }

    private async Task<byte[]?> ReadAsync(string name)
    {
        // Leaves the caller's lock before the first await can complete in place.
        await Task.Yield();
        try
        {
            KeyVaultSecret secret = await secrets.GetSecretAsync(name, cancellationToken: CancellationToken.None);
            var key = System.Text.Encoding.UTF8.GetBytes(secret.Value?.Trim() ?? string.Empty);
            if (key.Length >= MinLength)
            {
                return key;
            }

            Log.TooShort(logger, name, MinLength);
        }
        catch (Exception exception) when (exception is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException)
        {
            Log.NotRead(logger, name, (exception as RequestFailedException)?.Status ?? 0);
        }
        catch (Exception exception)
        {
            // Whatever it is, users are created without being findable, and the key is asked for again.
            Log.Failed(logger, name, exception);
        }

        lock (_lock)
        {
            _isMissing = true;
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(102, LogLevel.Warning, "Persons cannot be found: the secret {Name} has fewer than {Length} characters.")]
        public static partial void TooShort(ILogger logger, string name, int length);

        [LoggerMessage(103, LogLevel.Warning, "Persons cannot be found: Key Vault did not give the secret {Name} (HTTP {Status}).")]
        public static partial void NotRead(ILogger logger, string name, int status);

        [LoggerMessage(104, LogLevel.Error, "Persons cannot be found: reading the secret {Name} failed.")]
        public static partial void Failed(ILogger logger, string name, Exception exception);
    }
}
