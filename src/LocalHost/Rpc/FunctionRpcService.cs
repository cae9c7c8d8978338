using System.Collections.Concurrent;
using Grpc.Core;

namespace LocalHost.Rpc;

/// <summary>Takes the calls of workers, each of which says first which one it is.</summary>
internal sealed class FunctionRpcService(WorkerChannels channels) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (await requestStream.MoveNext(context.CancellationToken)
            && requestStream.Current.StartStream is { } start
            && channels.TryGet(start.WorkerId, out var channel))
        {
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}

/// <summary>The channels of the workers that were started.</summary>
internal sealed class WorkerChannels
{
    private readonly ConcurrentDictionary<string, WorkerChannel> _channels = new(StringComparer.Ordinal);

    public void Add(WorkerChannel channel) => _channels[channel.WorkerId] = channel;

    public void Remove(WorkerChannel channel) => _channels.TryRemove(channel.WorkerId, out _);

    public bool TryGet(string workerId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WorkerChannel? channel) => _channels.TryGetValue(workerId, out channel);
}
