using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Outcomes;

/// <summary>
/// Finds the input that a record of the answer belongs to. Results come in arbitrary order, so position says nothing.
/// </summary>
internal sealed class InputMatcher
{
    private readonly Dictionary<string, int> _byKey;

    /// <summary>Made only when an answer has a record without its trace id.</summary>
    private readonly Lazy<Dictionary<string, Dictionary<string, int>>> _byProperty;

    /// <summary>Indexes a batch.</summary>
    /// <param name="inputs">The inputs, whose keys were sent as trace ids.</param>
    /// <param name="uniqueProperty">The one property to match by; null for every property no two inputs have the same value of.</param>
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

    /// <summary>Finds an input by the values of a created record: every property that can tell inputs apart must name the same one.</summary>
    public int? ByProperties(UserRecord record)
    {
        int? found = null;
        foreach (var (name, inputs) in _byProperty.Value)
        {
            if (UniqueValue.Normalize(record.Properties?.GetValueOrDefault(name)) is { } value && inputs.TryGetValue(value, out var index))
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
}
