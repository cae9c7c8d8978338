using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Pausing;

/// <summary>
/// Says whether users are sent at this moment: an operator's word, or what HubSpot's responses said to any process. After a stop that
/// only a person can end, one batch probes while the others wait.
/// </summary>
/// <param name="table">What all processes and operators share.</param>
/// <param name="configuration">The settings, read live.</param>
/// <param name="options">How often to look.</param>
/// <param name="meters">Counts every pause.</param>
/// <param name="logger">Takes reasons.</param>
internal sealed partial class SendingGate(
    ControlTable table,
    IConfiguration configuration,
    IOptions<ProcessingOptions> options,
    TimeProvider time,
    Meters meters,
    ILogger<SendingGate> logger) : IDisposable
{
    /// <summary>A probe whose batch says nothing for so long has failed.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly EffectiveMode _mode = new(configuration, options);
    private long? _readAt;
    private Task _reading = Task.CompletedTask;
    private Pause? _pause;
    private bool _isPublished;
    private DateTimeOffset? _probeUntil;

    /// <summary>The pause in force, as far as this process knows; null while users are sent, or while a batch probes.</summary>
    internal Pause? Current
    {
        get
        {
            lock (_lock)
            {
                return Held(canProbe: false, isUnderWay: true);
            }
        }
    }

    /// <summary>Fires when this process sends nothing more: what waits to be sent need wait no longer.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>Sends nothing more, for this process ends. Calls that have left are not touched.</summary>
    internal Task CloseAsync() => _closing.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _closing.Dispose();

    /// <summary>Asks whether users may be sent, looking at the table when that was long ago.</summary>
    /// <param name="canProbe">Whether the caller sends at once, so that it may be the one that probes.</param>
    internal async ValueTask<SendingState> AskAsync(bool canProbe)
    {
        Task reading;
        lock (_lock)
        {
            if (_reading.IsCompleted && (_readAt is not { } readAt || time.GetElapsedTime(readAt) >= options.Value.RefreshInterval))
            {
                _reading = ReadAsync();
            }

            reading = _reading;
        }

        await reading;
        lock (_lock)
        {
            var (held, now) = (Held(canProbe, isUnderWay: false), time.GetUtcNow());
            var probed = held is null && _pause is { } over ? over with { Until = now + options.Value.ProbeInterval } : null;
            return new SendingState(held, probed, probed is null ? null : _probeUntil, _mode.Value is ProcessingMode.DryRun, now + options.Value.PauseDelay);
        }
    }

    /// <summary>Looks what holds, for a person to see: the mode, and the pause although it may only be left to a probe to end it.</summary>
    internal async Task<(ProcessingMode Mode, Pause? Pause)> LookAsync()
    {
        await AskAsync(canProbe: false);
        lock (_lock)
        {
            return (_mode.Value, Held(canProbe: false, isUnderWay: true) ?? _pause);
        }
    }

    /// <summary>
    /// Takes an operator's word: a pause for all processes, or its end, after which the setting holds. This process follows at once, the
    /// others within <see cref="ProcessingOptions.RefreshInterval"/>.
    /// </summary>
    internal async Task OrderAsync(bool isPaused)
    {
        await table.WriteModeAsync(isPaused ? ProcessingMode.Pause : null);
        await ReadAsync();
    }

    /// <summary>Stops this process, and tells the others.</summary>
    internal async Task StopAsync(Pause pause)
    {
        lock (_lock)
        {
            var isNews = _pause is not { } known || known.Reason != pause.Reason || known.Until < pause.Until;
            if (!isNews && _probeUntil is null)
            {
                return;
            }

            (_pause, _isPublished, _probeUntil) = (pause, false, null);
            meters.Paused(pause.Reason.ToString());
            Log.Paused(logger, pause.NeedsPerson ? LogLevel.Error : LogLevel.Warning, pause.Message, pause.Until);
        }

        await TellAsync(() => table.WriteAsync(pause));
        lock (_lock)
        {
            _isPublished |= ReferenceEquals(_pause, pause);
        }
    }

    /// <summary>Records that HubSpot took a call: what a probe was to show.</summary>
    /// <param name="isCreate">Whether the call was to create users; that one was allowed to read shows nothing of that right.</param>
    internal async Task ConfirmAsync(bool isCreate)
    {
        lock (_lock)
        {
            if (_pause is null || _probeUntil is null || (!isCreate && _pause.Reason is PauseReason.Forbidden or PauseReason.Misconfigured))
            {
                return;
            }

            Resume();
        }

        await TellAsync(table.ClearAsync);
    }

    /// <summary>Lets another batch probe after one that showed nothing: none of its users could be sent, or HubSpot's responses said neither yes nor no.</summary>
    /// <param name="state">The state that the batch read when it began.</param>
    /// <param name="hasSent">Whether any call left; then the next probe waits a little.</param>
    internal void EndProbe(SendingState state, bool hasSent)
    {
        lock (_lock)
        {
            if (state.ProbeUntil is { } until && _probeUntil == until)
            {
                _probeUntil = hasSent ? time.GetUtcNow() + options.Value.ProbeInterval : null;
            }
        }
    }

    private Pause? Held(bool canProbe, bool isUnderWay)
    {
        var now = time.GetUtcNow();
        if (_closing.IsCancellationRequested)
        {
            return new Pause(PauseReason.ShuttingDown, now);
        }

        if (_mode.Value is ProcessingMode.Pause)
        {
            return new Pause(PauseReason.Operator, now + options.Value.PauseDelay);
        }

        if (_pause is not { } pause || now < pause.Until)
        {
            return _pause;
        }

        if (!pause.NeedsProbe)
        {
            Resume();
            return null;
        }

        if (_probeUntil is { } until && now < until)
        {
            return isUnderWay ? null : pause with { Until = now + options.Value.ProbeInterval };
        }

        if (canProbe)
        {
            _probeUntil = now + ProbeTimeout;
        }

        return null;
    }

    private void Resume()
    {
        Log.Resumed(logger, _pause!.Reason);
        (_pause, _isPublished, _probeUntil) = (null, false, null);
        meters.Paused(null);
    }

    private async Task ReadAsync()
    {
        try
        {
            var rows = await table.ReadAsync(CancellationToken.None);
            lock (_lock)
            {
                Apply(rows);
            }
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            // What was known last holds, and the next look may do better.
            Log.NotRead(logger, StorageFailure.StatusOf(exception));
        }

        lock (_lock)
        {
            _readAt = time.GetTimestamp();
            _mode.Refresh();
        }
    }

    private void Apply(ControlRows rows)
    {
        if (_mode.Override(rows.Mode))
        {
            Log.Override(logger, rows.Mode ?? "none", _mode.Overriding?.ToString() ?? "the setting");
        }

        if (rows.Pause is { } shared && shared.Until > time.GetUtcNow() && (_pause is null || _pause.Until < shared.Until))
        {
            (_pause, _isPublished, _probeUntil) = (shared, true, null);
            meters.Paused(shared.Reason.ToString());
            Log.Paused(logger, LogLevel.Warning, shared.Message, shared.Until);
        }
        else if (rows.Pause is null && _isPublished)
        {
            Resume();
        }
    }

    private async Task TellAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            // The other processes find out by a response of their own.
            Log.NotShared(logger, StorageFailure.StatusOf(exception));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 120, Message = "Sending paused until {Until:u}: {Message}.")]
        public static partial void Paused(ILogger logger, LogLevel level, string message, DateTimeOffset until);

        [LoggerMessage(121, LogLevel.Information, "Sending resumed; the pause was {Reason}.")]
        public static partial void Resumed(ILogger logger, PauseReason reason);

        [LoggerMessage(122, LogLevel.Warning, "The control table has the invalid mode {Text}; mode {Mode} applies.")]
        public static partial void Override(ILogger logger, string text, string mode);

        [LoggerMessage(123, LogLevel.Warning, "The control table could not be read (HTTP {Status}).")]
        public static partial void NotRead(ILogger logger, int status);

        [LoggerMessage(124, LogLevel.Warning, "The control table could not be written (HTTP {Status}).")]
        public static partial void NotShared(ILogger logger, int status);
    }
}
