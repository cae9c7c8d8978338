namespace Simulators.KeyVault;

/// <summary>The secrets, each with its versions from the oldest to the newest.</summary>
internal sealed class SecretStore(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<SecretVersion>> _secrets = new(StringComparer.OrdinalIgnoreCase);

    public string Add(string name, string value)
    {
        var version = new SecretVersion(Guid.NewGuid().ToString("N"), value, time.GetUtcNow());
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var versions))
            {
                _secrets[name] = versions = [];
            }

            versions.Add(version);
        }

        return version.Version;
    }

    /// <summary>The version named, or the newest when <paramref name="version"/> is empty.</summary>
    public SecretVersion? Find(string name, string version)
    {
        lock (_lock)
        {
            return _secrets.TryGetValue(name, out var versions)
                ? version.Length == 0 ? versions[^1] : versions.Find(known => known.Version == version)
                : null;
        }
    }

    public void SetEnabled(string name, bool enabled)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var versions))
            {
                throw new ArgumentException($"There is no secret named '{name}'.", nameof(name));
            }

            versions[^1] = versions[^1] with { Enabled = enabled };
        }
    }
}
