using Microsoft.AspNetCore.Http;
using Simulators.Hosting;
using Simulators.HubSpot.Faults;
using Simulators.HubSpot.Journaling;
using Simulators.HubSpot.Limits;
using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Api;

/// <summary>Takes a call through limits, authentication, faults and latency, and writes it into the journal.</summary>
internal sealed class UsersApi(
    Func<HubSpotSettings> settings,
    Journal journal,
    RateLimits limits,
    FaultPlan faults,
    Executor executor,
    SeededRandom random,
    TimeProvider time)
{
    private readonly ResponseWriter _writer = new(time);
    private int _lateCalls;

    /// <summary>The calls that are yet to be applied.</summary>
    public int LateCalls => Volatile.Read(ref _lateCalls);

    public async Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        var token = BearerToken.Of(http.Request);
        var current = settings();
        var entry = journal.Begin(http.Request.Method, http.Request.Path, TokenLabel.Of(token));
        var permit = limits.Take(entry.Token, current);
        var call = new ApiCall(current, ApiRoute.Of(entry.Method, entry.Path), http.Request, entry);
        var bytes = await BodyBytes.ReadAsync(http.Request, current.MaxRequestBytes);
        call.Body = bytes is null ? null : ParsedBody.Parse(call.Operation, bytes.Value);

        var refusal = permit.ExhaustedPolicy is { } policy ? ErrorResponses.RateLimited(call.CorrelationId, policy) : BearerToken.Refuse(token, call);
        var strike = refusal is null && call.Operation is not (Operation.Properties or Operation.TokenInfo) ? faults.Next(call) : null;
        var latency = random.Between(current.LatencyMin, current.LatencyMax);
        if (current.ApplyAfterLatency)
        {
            await Task.Delay(latency, time, stopping);
        }

        var response = refusal ?? (strike is null ? executor.Run(call, leaveOut: 0) : Spoil(strike, stopping));
        if (!current.ApplyAfterLatency && latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, time, stopping);
        }

        await DeliverAsync(http, call, strike, permit, response, stopping);
    }

    private CallResponse Spoil(FaultStrike strike, CancellationToken stopping)
    {
        switch (strike.Fault.Application)
        {
            case Application.Never:
                return strike.Fault.Spoil(strike, null);
            case Application.Late:
                _ = ApplyLateAsync(strike, stopping);
                return strike.Fault.Spoil(strike, null);
            default:
                return strike.Fault.Spoil(strike, executor.Run(strike.Call, strike.Fault.LeftOut));
        }
    }

    private async Task ApplyLateAsync(FaultStrike strike, CancellationToken stopping)
    {
        Interlocked.Increment(ref _lateCalls);
        try
        {
            await Task.Delay(strike.Rule.Delay ?? TimeSpan.FromSeconds(2), time, stopping);
            executor.Run(strike.Call, leaveOut: 0);
            journal.ApplyLate(strike.Call.Entry, strike.Call.CreatedIds);
        }
        catch (OperationCanceledException)
        {
            // The simulator ends.
        }
        finally
        {
            Interlocked.Decrement(ref _lateCalls);
        }
    }

    private async Task DeliverAsync(
        HttpContext http, ApiCall call, FaultStrike? strike, RatePermit permit, CallResponse response, CancellationToken stopping)
    {
        var entry = Describe(call, strike, response);
        journal.Complete(entry, call.Settings.CountsOnly);
        foreach (var (name, value) in permit.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.Headers["X-HubSpot-Correlation-Id"] = call.CorrelationId;
        try
        {
            await _writer.WriteAsync(http, response, stopping);
        }
        finally
        {
            if (!response.IsLost && http.RequestAborted.IsCancellationRequested)
            {
                journal.Lose(entry);
            }
        }
    }

    private static JournalCall Describe(ApiCall call, FaultStrike? strike, CallResponse response)
    {
        var detailed = !call.Settings.CountsOnly;
        return call.Entry with
        {
            Inputs = call.Body?.Inputs ?? 0,
            TraceIds = detailed && call.Body is not null ? call.Body.TraceIds : [],
            Status = response.IsLost ? null : response.Status,
            Lost = response.IsLost,
            Fault = strike?.Fault.Name,
            CreatedIds = detailed ? [.. call.CreatedIds] : [],
        };
    }
}
