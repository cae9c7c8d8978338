using System.Collections.Frozen;
using System.Globalization;
using Simulators.HubSpot.Journaling;

namespace Simulators.HubSpot.Users;

/// <summary>The users of the simulated account.</summary>
internal sealed class UserStore(Journal journal, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<CreatedUser> _users = [];
    private readonly Dictionary<string, long> _byUniqueValue = new(StringComparer.Ordinal);
    private long _firstNumber = 100_001;

    /// <summary>Writes the inputs that meet no conflict, or none of them when one does and <paramref name="allOrNothing"/>.</summary>
    public WriteOutcome Write(IReadOnlyList<CreateInput> inputs, bool allOrNothing, HubSpotSettings settings, long callSequence)
    {
        lock (_lock)
        {
            if (allOrNothing && FirstConflict(inputs, settings) is { } first)
            {
                return new WriteOutcome([], [first]);
            }

            return WriteEach(inputs, settings, callSequence);
        }
    }

    public CreatedUser? Find(string? idProperty, string id)
    {
        lock (_lock)
        {
            if (idProperty is not null)
            {
                return _byUniqueValue.TryGetValue(CreateInput.Normalize(id), out var number) ? At(number) : null;
            }

            return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var asNumber) ? At(asNumber) : null;
        }
    }

    /// <summary>The users whose id is greater than <paramref name="after"/>, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<CreatedUser> Page(long after, int limit)
    {
        lock (_lock)
        {
            var start = (int)Math.Clamp(after + 1 - _firstNumber, 0, _users.Count);
            return _users.GetRange(start, Math.Min(limit, _users.Count - start));
        }
    }

    /// <summary>Forgets all users; ids go on growing.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _firstNumber += _users.Count;
            _users.Clear();
            _byUniqueValue.Clear();
        }
    }

    private CreatedUser? At(long number) =>
        number >= _firstNumber && number < _firstNumber + _users.Count ? _users[(int)(number - _firstNumber)] : null;

    private (CreateInput Input, long? Existing)? FirstConflict(IReadOnlyList<CreateInput> inputs, HubSpotSettings settings)
    {
        var inCall = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            if (input.UniqueValue(settings) is not { } value)
            {
                continue;
            }

            if (_byUniqueValue.TryGetValue(value, out var existing))
            {
                return (input, existing);
            }

            if (!inCall.Add(value) && settings.Twins == TwinHandling.SecondConflicts)
            {
                return (input, null);
            }
        }

        return null;
    }

    private WriteOutcome WriteEach(IReadOnlyList<CreateInput> inputs, HubSpotSettings settings, long callSequence)
    {
        var created = new List<(CreateInput, CreatedUser)>(inputs.Count);
        var conflicts = new List<(CreateInput, long?)>();
        var firstOfCall = _firstNumber + _users.Count;
        foreach (var input in inputs)
        {
            var value = input.UniqueValue(settings);
            if (value is not null
                && _byUniqueValue.TryGetValue(value, out var existing)
                && !(existing >= firstOfCall && settings.Twins == TwinHandling.BothCreated))
            {
                conflicts.Add((input, existing));
                continue;
            }

            created.Add((input, Add(input, value, settings.CountsOnly, callSequence)));
        }

        return new WriteOutcome(created, conflicts);
    }

    private CreatedUser Add(CreateInput input, string? uniqueValue, bool countsOnly, long callSequence)
    {
        var user = new CreatedUser(
            _firstNumber + _users.Count,
            countsOnly ? null : input.TraceId,
            uniqueValue,
            countsOnly ? FrozenDictionary<string, string>.Empty : input.Properties,
            callSequence,
            time.GetUtcNow())
        {
            AssociatedIds = countsOnly ? [] : input.Targets,
        };
        _users.Add(user);
        if (uniqueValue is not null)
        {
            _byUniqueValue.TryAdd(uniqueValue, user.Number);
        }

        journal.AddCreated(user, input.TraceId, countsOnly);
        return user;
    }
}
