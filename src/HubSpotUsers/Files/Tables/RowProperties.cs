using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace HubSpotUsers.Files.Tables;

/// <summary>The properties of a row: its cells, beside the names that all rows of a table share. A dictionary for each row would take three times the room.</summary>
/// <param name="names">The names, each once; null for a column that is no property.</param>
/// <param name="cells">The cells in the same order: a blank one is no value, and those beyond the names belong to nothing.</param>
/// <param name="count">How many properties there are.</param>
internal sealed class RowProperties(string?[] names, string[] cells, int count) : IReadOnlyDictionary<string, string>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => this.Select(property => property.Key);

    /// <inheritdoc/>
    public IEnumerable<string> Values => this.Select(property => property.Value);

    /// <inheritdoc/>
    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The row has no property {key}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var at = names.AsSpan().IndexOf(key);
        value = at >= 0 && HasValue(at) ? cells[at] : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var at = 0; at < names.Length; at++)
        {
            if (names[at] is { } name && HasValue(at))
            {
                yield return KeyValuePair.Create(name, cells[at]);
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool HasValue(int at) => at < cells.Length && !string.IsNullOrWhiteSpace(cells[at]);
}
