using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;
using HubSpotUsers.Queue;
using HubSpotUsers.Secrets;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Options;

namespace Api.Health;

/// <summary>
/// Looks whether the app has what it needs: tables, queue and token. It needs no key, so it looks once for all who ask within
/// <see cref="GoodFor"/>, and never calls HubSpot.
/// </summary>
/// <param name="gate">Whether anything is sent.</param>
/// <param name="options">The queue's name.</param>
internal sealed class Readiness(
    TableServiceClient tables,
    QueueServiceClient queues,
    HubSpotTokenCache tokens,
    SendingGate gate,
    IOptions<UsersQueueOptions> options,
    TimeProvider time)
{
    private const string Nothing = "-";

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TableClient _table = tables.GetTableClient(IntentTable.TableName);
    private readonly QueueClient _queue = queues.GetQueueClient(options.Value.Name);
    private readonly Lock _lock = new();
    private Task<HealthView>? _last;
    private long _lookedAt;

    /// <summary>Says whether the app is ready, and what is missing.</summary>
    public Task<HealthView> LookAsync()
    {
        lock (_lock)
        {
            if (_last is null || time.GetElapsedTime(_lookedAt) > GoodFor)
            {
                (_last, _lookedAt) = (LookOnceAsync(), time.GetTimestamp());
            }

            return _last;
        }
    }

    private async Task<HealthView> LookOnceAsync()
    {
        var sending = LookAtSendingAsync();
        var checks = await Task.WhenAll(
            CheckAsync("storage", token => _table.GetEntityIfExistsAsync<TableEntity>(Nothing, Nothing, cancellationToken: token)),
            CheckAsync("queue", token => _queue.ExistsAsync(token)),
            CheckAsync("token", tokens.GetAsync));
        return new HealthView(checks.All(check => check.Ready) ? "ready" : "notReady", AppVersion.Text, checks, await sending);
    }

    /// <summary>A pause is no reason to call the app unready: it does what it was asked to do.</summary>
    private async Task<SendingView?> LookAtSendingAsync()
    {
        try
        {
            var (mode, pause) = await gate.LookAsync().WaitAsync(Patience, time);
            return new SendingView(mode, pause?.Reason.ToString(), pause?.Until);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<HealthCheck> CheckAsync<T>(string name, Func<CancellationToken, Task<T>> look)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await look(patience.Token);
            return new HealthCheck(name, Ready: true);
        }
        catch (Exception exception)
        {
            // Whatever it is, the response is that the app is not ready; the texts of others may tell too much.
            return exception is RequestFailedException { Status: 404 }
                ? new HealthCheck(name, Ready: true)
                : new HealthCheck(name, Ready: false, Describe(exception));
        }
    }

    private static string Describe(Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } failure => $"Storage returned {failure.Status}",
        HubSpotTokenException => "There is no usable token in Key Vault, or Key Vault cannot be asked",
        OperationCanceledException => $"No response within {Patience.TotalSeconds} s",
        _ => "It cannot be reached",
    };
}
