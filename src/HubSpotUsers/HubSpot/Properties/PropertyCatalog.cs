using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers.HubSpot.Properties;

/// <summary>The properties that users have in the account.</summary>
internal sealed class PropertyCatalog
{
    /// <summary>No name or label is like a longer text.</summary>
    private const int MaxNameLength = 100;

    private readonly FrozenDictionary<string, PropertyDefinition> _byName;
    private readonly FrozenDictionary<string, PropertyDefinition> _byLabel;
    private string? _fingerprint;

    public PropertyCatalog(IEnumerable<PropertyDefinition> properties)
    {
        _byName = properties.DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        _byLabel = _byName.Values
            .Where(property => !string.IsNullOrWhiteSpace(property.Label))
            .GroupBy(property => Plain(property.Label!), StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() is 1)
            .ToFrozenDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The hash of everything that decides whether a value of some property is taken.</summary>
    public string Fingerprint => _fingerprint ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _byName.Values
        .OrderBy(property => property.Name, StringComparer.Ordinal)
        .Select(property => $"{property.Name} {property.IsWritable} {property.Type} {string.Join(';', property.Options.Select(option => option.Value))}")))));

    /// <summary>Finds a property by its name as it stands; null when there is none.</summary>
    public PropertyDefinition? Named(string name) => _byName.TryGetValue(name, out var property) && property.Name == name ? property : null;

    /// <summary>Finds a property by its name or its label, in any case; null when there is none, or when two have the label.</summary>
    public PropertyDefinition? Find(string text) => _byName.GetValueOrDefault(text) ?? _byLabel.GetValueOrDefault(Plain(text));

    /// <summary>The name most like a text that is none; null when none is like it.</summary>
    public string? Nearest(string text)
    {
        var sought = Plain(text).ToLowerInvariant();
        if (sought.Length > MaxNameLength)
        {
            return null;
        }

        var nearest = _byName.Values
            .Where(property => property.IsWritable)
            .Select(property => (property.Name, Distance: Math.Min(Distance(sought, Plain(property.Name)), Distance(sought, Plain(property.Label ?? property.Name).ToLowerInvariant()))))
            .DefaultIfEmpty((Name: string.Empty, Distance: int.MaxValue))
            .MinBy(property => property.Distance);
        return nearest.Distance <= Math.Max(2, sought.Length / 3) ? nearest.Name : null;
    }

    /// <summary>Text as it is compared: without the prefix of HubSpot's own properties, and with blanks between words.</summary>
    private static string Plain(string text)
    {
        var plain = text.Trim().Replace('_', ' ').Replace('-', ' ');
        return plain.StartsWith("hs ", StringComparison.OrdinalIgnoreCase) ? plain[3..] : plain;
    }

    /// <summary>How many characters differ (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var at = 1; at <= one.Length; at++)
        {
            var diagonal = row[0];
            row[0] = at;
            for (var to = 1; to <= other.Length; to++)
            {
                var changed = diagonal + (one[at - 1] == other[to - 1] ? 0 : 1);
                diagonal = row[to];
                row[to] = Math.Min(changed, Math.Min(row[to], row[to - 1]) + 1);
            }
        }

        return row[^1];
    }
}
