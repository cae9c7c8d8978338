using Simulators.Hosting;
using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Faults;

/// <summary>The faults to come; may be changed while calls come in. The first rule that applies strikes.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly SeededRandom _random;
    private readonly List<ActiveRule> _rules = [];

    internal FaultPlan(SeededRandom random) => _random = random;

    /// <summary>The rules that may still strike.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules.Select(active => active.Rule)];
            }
        }
    }

    /// <summary>Lets a fault strike the next calls.</summary>
    /// <param name="name">A name of <see cref="FaultCatalogue"/>.</param>
    /// <param name="times">How many calls it strikes.</param>
    /// <param name="target">The calls it may strike.</param>
    /// <exception cref="ArgumentException">The catalogue has no such fault.</exception>
    public void Add(string name, int times = 1, FaultTarget target = FaultTarget.BatchCreate) =>
        Add(new FaultRule(name) { Times = times, Target = target });

    /// <summary>Adds a rule behind those already there.</summary>
    /// <exception cref="ArgumentException">The catalogue has no such fault.</exception>
    public void Add(FaultRule rule)
    {
        var active = new ActiveRule(rule, FaultCatalogue.Find(rule.Name));
        lock (_lock)
        {
            _rules.Add(active);
        }
    }

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal FaultStrike? Next(ApiCall call)
    {
        lock (_lock)
        {
            var candidates = _rules.FindAll(active => active.Matches(call));
            candidates.ForEach(active => active.CountCall());
            var striking = candidates.Find(active => active.Strikes(_random));
            _rules.RemoveAll(active => active.IsSpent);
            return striking is null ? null : new FaultStrike(striking.Fault, striking.Rule, call);
        }
    }

    private sealed class ActiveRule(FaultRule rule, Fault fault)
    {
        private int _seen;
        private int _struck;

        public FaultRule Rule { get; } = rule;

        public Fault Fault { get; } = fault;

        public bool IsSpent => _struck >= Most;

        private int Most => Rule.Times ?? (Rule.Probability is null ? 1 : int.MaxValue);

        public bool Matches(ApiCall call) => (call.Body?.Inputs ?? 0) >= Fault.MinInputs && Rule.Target switch
        {
            FaultTarget.BatchCreate => call.Operation == Operation.BatchCreate,
            FaultTarget.BatchRead => call.Operation == Operation.BatchRead,
            _ => true,
        };

        public void CountCall() => _seen++;

        public bool Strikes(SeededRandom random)
        {
            var strikes = _seen >= (Rule.FromCall ?? 1) && _struck < Most && random.NextDouble() < (Rule.Probability ?? 1);
            _struck += strikes ? 1 : 0;
            return strikes;
        }
    }
}
