using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace LocalHost.Rpc;

/// <summary>The conversation with one worker: requests with their responses, and the worker's log.</summary>
/// <param name="workerId">The id the worker was started with.</param>
/// <param name="writeLog">Takes the worker's log entries.</param>
internal sealed class WorkerChannel(string workerId, Action<RpcLog> writeLog)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _pending = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosed;

    public string WorkerId => workerId;

    /// <summary>Completes when the worker has called.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Carries messages both ways until the worker ends or the call is canceled.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        _connected.TrySetResult();
        var writing = WriteAsync(outgoing, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Take(incoming.Current);
            }
        }
        finally
        {
            Close();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends a request and gives the response to it.</summary>
    /// <exception cref="WorkerGoneException">The worker ended first.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage request)
    {
        var response = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[request.RequestId] = response;
        Send(request);
        if (_isClosed)
        {
            Abandon(request.RequestId);
        }

        return await response.Task;
    }

    /// <summary>Tells the worker that no caller waits for an invocation any more.</summary>
    public void Cancel(string invocationId, TimeSpan grace) =>
        Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId, GracePeriod = Duration.FromTimeSpan(grace) } });

    /// <summary>Tells the worker to end.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    /// <summary>Ends the conversation; whoever waits for a response is notified that none will come.</summary>
    public void Close()
    {
        _isClosed = true;
        _outgoing.Writer.TryComplete();
        foreach (var requestId in _pending.Keys)
        {
            Abandon(requestId);
        }
    }

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            await outgoing.WriteAsync(message, cancellationToken);
        }
    }

    private void Take(StreamingMessage message)
    {
        if (message.ContentCase is StreamingMessage.ContentOneofCase.RpcLog)
        {
            writeLog(message.RpcLog);
        }
        else if (_pending.TryRemove(message.RequestId, out var response))
        {
            response.SetResult(message);
        }
    }

    // An exception of each one's own: one that is shared grows with every rethrow.
    private void Abandon(string requestId)
    {
        if (_pending.TryRemove(requestId, out var response))
        {
            response.SetException(new WorkerGoneException());
        }
    }
}
