using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Sending;

/// <summary>
/// Tells whom HubSpot refuses with 403, 404, 405, 415 and the like: the app, when its calls are refused whatever is in them, or an input, when
/// calls without it pass. Calls are numbered as they leave, so that a pass counts only when it left after the refusal it is to explain,
/// and calls that were in flight together, each with a bad input of its own, do not look like calls that are refused one after the other.
/// </summary>
/// <param name="gate">Stops sending once the app is refused.</param>
/// <param name="options">How often to retry.</param>
internal sealed class Refusals(SendingGate gate, IOptions<ProcessingOptions> options, TimeProvider time)
{
    /// <summary>So many inputs that are refused alone one after the other, with no call passed in between, are no accident.</summary>
    private const int MaxAlone = 3;

    /// <summary>The most calls that are refused before the app stops, whatever is in them.</summary>
    private const int MaxCalls = 10;

    /// <summary>So many of them must have left after the first refusal had come back.</summary>
    private const int MinLater = 2;

    /// <summary>Inputs that come back are few; what is forgotten takes one attempt more.</summary>
    private const int MaxRemembered = 1000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _refusedAlone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _remembered = new(StringComparer.Ordinal);
    private HashSet<string> _blamed = new(StringComparer.Ordinal);
    private DateTimeOffset _blamedUntil;
    private int _refusedCalls;
    private int _refusedLater;
    private long? _lastBeforeRefusal;
    private long _lastBeforeAlone;
    private long _lastCall;
    private long _lastPassed;

    /// <summary>The number of the last call that left.</summary>
    internal long LastCall
    {
        get
        {
            lock (_lock)
            {
                return _lastCall;
            }
        }
    }

    /// <summary>Numbers a call that leaves.</summary>
    internal long Leave()
    {
        lock (_lock)
        {
            return ++_lastCall;
        }
    }

    /// <summary>Records that HubSpot took a call.</summary>
    /// <param name="call">Its number.</param>
    internal void Passed(long call)
    {
        lock (_lock)
        {
            _lastPassed = Math.Max(_lastPassed, call);
            BeginAnew();
        }
    }

    /// <summary>Whether a call passed that left after another.</summary>
    /// <param name="call">The other's number.</param>
    internal bool HavePassedSince(long call)
    {
        lock (_lock)
        {
            return _lastPassed > call;
        }
    }

    /// <summary>Records that HubSpot refused a call, and stops sending when it refuses the app.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The pause, when sending stops.</returns>
    internal async Task<Pause?> RefusedAsync(FinishedCall call)
    {
        lock (_lock)
        {
            foreach (var input in call.Inputs)
            {
                input.RefusedAt ??= _remembered.GetValueOrDefault(input.Input.Key, _lastCall);
            }

            _refusedCalls++;
            _refusedLater += call.Number > _lastBeforeRefusal ? 1 : 0;
            _lastBeforeRefusal ??= _lastCall;
            if (call.Inputs is [var alone] && call.Number > _lastBeforeAlone && _refusedAlone.Add(alone.Input.Key))
            {
                _lastBeforeAlone = _lastCall;
            }

            if (_refusedAlone.Count < MaxAlone && (_refusedCalls < MaxCalls || _refusedLater < MinLater))
            {
                return null;
            }
        }

        return await StopAsync(call.Result);
    }

    /// <summary>Stops sending.</summary>
    /// <param name="result">The refused call.</param>
    internal async Task<Pause> StopAsync(CallResult result)
    {
        lock (_lock)
        {
            BeginAnew();
        }

        var pause = AppRefusal.PauseOf(result, time.GetUtcNow() + options.Value.ProbeInterval);
        await gate.StopAsync(pause);
        return pause;
    }

    /// <summary>Keeps in mind since when an input is refused, until it comes back.</summary>
    internal void Remember(PendingInput input)
    {
        lock (_lock)
        {
            if (_remembered.Count >= MaxRemembered)
            {
                _remembered.Clear();
            }

            _remembered[input.Input.Key] = input.RefusedAt!.Value;
        }
    }

    /// <summary>Forgets an input that has its outcome.</summary>
    internal void Forget(PendingInput input)
    {
        lock (_lock)
        {
            _remembered.Remove(input.Input.Key);
        }
    }

    /// <summary>Names the inputs of the batch that brought about a pause: for a probe interval after it others have the first attempt.</summary>
    internal void Blame(IEnumerable<PendingInput> inputs, Pause pause)
    {
        lock (_lock)
        {
            _blamed = inputs.Select(input => input.Input.Key).ToHashSet(StringComparer.Ordinal);
            _blamedUntil = pause.Until + options.Value.ProbeInterval;
        }
    }

    /// <summary>Gives the inputs that leave the first attempt after a pause to others.</summary>
    internal IReadOnlyList<PendingInput> BlamedAmong(IReadOnlyList<PendingInput> inputs)
    {
        lock (_lock)
        {
            return _blamed.Count is 0 || time.GetUtcNow() >= _blamedUntil ? [] : [.. inputs.Where(input => _blamed.Contains(input.Input.Key))];
        }
    }

    private void BeginAnew()
    {
        _refusedAlone.Clear();
        (_refusedCalls, _refusedLater, _lastBeforeRefusal) = (0, 0, null);
    }
}
