using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>
/// Finds the input that a record of the response belongs to. Results come in arbitrary order, so position says nothing.
/// </summary>
internal sealed partial class InputMatcher
{
    private readonly Dictionary<string, int> _byKey;

    /// <summary>Made only when a response has a record without its trace id.</summary>
    private readonly Lazy<Dictionary<string, Dictionary<string, int>>> _byProperty;

    /// <summary>Indexes a batch.</summary>
    /// <param name="inputs">The inputs, whose keys were sent as trace ids.</param>
    /// <param name="uniqueProperty">The one property to match by; null for every property of which no two inputs have the same value.</param>
    public InputMatcher(IReadOnlyList<BatchInput> inputs, string? uniqueProperty)
    {
        _byKey = new Dictionary<string, int>(inputs.Count, StringComparer.Ordinal);
        for (var index = 0; index < inputs.Count; index++)
        {
            _byKey.Add(inputs[index].Key, index);
        }

        _byProperty = new Lazy<Dictionary<string, Dictionary<string, int>>>(() => IndexByProperty(inputs, uniqueProperty));
    }

    /// <summary>Finds an input by the trace id it was sent with.</summary>
    public int? ByTraceId(string? traceId) => traceId is not null && _byKey.TryGetValue(traceId, out var index) ? index : null;

    /// <summary>Finds the inputs whose trace ids stand in a text: it is one of them, or has several between other characters.</summary>
    public IReadOnlyList<int> ByTraceIds(string text) => ByTraceId(text) is { } only
        ? [only]
        : [.. Separator().Split(text).Select(ByTraceId).OfType<int>().Distinct()];

    /// <summary>Finds the input that has a value of a property that tells inputs apart.</summary>
    public int? ByProperty(string name, string value) =>
        UniqueValue.Normalize(value) is { } normal && _byProperty.Value.TryGetValue(name, out var inputs) && inputs.TryGetValue(normal, out var index) ? index : null;

    /// <summary>Finds an input by the values of a created record: every property that can tell inputs apart must name the same one.</summary>
    public int? ByProperties(UserRecord record)
    {
        int? found = null;
        foreach (var name in _byProperty.Value.Keys)
        {
            if (record.Properties?.GetValueOrDefault(name) is { } value && ByProperty(name, value) is { } index)
            {
                if (found is not null && found != index)
                {
                    return null;
                }

                found = index;
            }
        }

        return found;
    }

    private static Dictionary<string, Dictionary<string, int>> IndexByProperty(IReadOnlyList<BatchInput> inputs, string? uniqueProperty) => inputs
        .SelectMany((input, index) => input.User.Properties.Select(property => (property.Key, Value: UniqueValue.Normalize(property.Value), Index: index)))
        .Where(property => property.Value is not null && (uniqueProperty is null || property.Key == uniqueProperty))
        .GroupBy(property => property.Key, StringComparer.Ordinal)
        .Where(group => group.Select(property => property.Value).Distinct(StringComparer.Ordinal).Count() == group.Count())
        .ToDictionary(
            group => group.Key,
            group => group.ToDictionary(property => property.Value!, property => property.Index, StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>What no input key has: <see cref="SourceId.IsValid"/>.</summary>
    [GeneratedRegex("[^A-Za-z0-9._:-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separator();
}
