using Microsoft.Extensions.Logging;

namespace HubSpotUsers.HubSpot.Properties;

/// <summary>
/// Knows the account's properties, for those who want to tell a wrong column before it costs every user. Reading them takes a scope that the
/// token need not have: without it, or while HubSpot cannot be asked, there is no catalog, and only the form of names can be checked.
/// </summary>
/// <param name="hubSpot">Asks HubSpot.</param>
internal sealed partial class PropertyCatalogs(HubSpotUsersClient hubSpot, TimeProvider time, ILogger<PropertyCatalogs> logger) : IDisposable
{
    /// <summary>A property made in HubSpot is known this much later.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>A refusal or failure is remembered for less time, since the scope may be granted meanwhile.</summary>
    public static readonly TimeSpan FailureLifetime = TimeSpan.FromMinutes(1);

    /// <summary>A file is not kept waiting longer than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _lock = new(1);
    private PropertyCatalog? _catalog;
    private DateTimeOffset _expiresAt;

    /// <summary>Whether they are not known because HubSpot could not be asked, which may soon be otherwise.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>Gets the account's properties; null when they cannot be known.</summary>
    public async Task<PropertyCatalog?> GetAsync()
    {
        // While one caller reads them anew, the others go on with what was known.
        if (!await _lock.WaitAsync(TimeSpan.Zero))
        {
            if (_catalog is { } known)
            {
                return known;
            }

            await _lock.WaitAsync();
        }

        try
        {
            if (time.GetUtcNow() >= _expiresAt)
            {
                var isRead = await TryReadAsync();
                _expiresAt = time.GetUtcNow() + (isRead ? Lifetime : FailureLifetime);
            }

            return _catalog;
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>Reads them. That HubSpot does not show them ends what was known; that it could not be asked does not.</summary>
    private async Task<bool> TryReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            _catalog = await hubSpot.GetPropertiesAsync(patience.Token) is { Count: > 0 } properties ? new PropertyCatalog(properties) : null;
            if (_catalog is null)
            {
                Log.NotReadable(logger);
            }

            IsUnavailable = false;
            return _catalog is not null;
        }
        catch (Exception exception)
        {
            Log.NotRead(logger, exception.GetType().Name);
            IsUnavailable = _catalog is null;
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(130, LogLevel.Information, "HubSpot does not show the properties of users: columns of files are checked by the form of their names only.")]
        public static partial void NotReadable(ILogger logger);

        [LoggerMessage(131, LogLevel.Information, "The properties of users could not be read ({Reason}): columns of files are checked by what was known before, or by the form of their names.")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
