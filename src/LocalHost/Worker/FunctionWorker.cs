using System.Globalization;
using LocalHost.Configuration;
using LocalHost.Rpc;

namespace LocalHost.Worker;

/// <summary>A worker that has started, listed its functions and loaded them.</summary>
internal sealed class FunctionWorker
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly WorkerProcess _process;

    private FunctionWorker(WorkerProcess process, WorkerChannel channel, Uri? httpAddress, IReadOnlyList<RpcFunctionMetadata> functions) =>
        (_process, Channel, HttpAddress, Functions) = (process, channel, httpAddress, functions);

    public int ProcessId => _process.Id;

    public WorkerChannel Channel { get; }

    /// <summary>The worker's own web server; null when the app takes no HTTP.</summary>
    public Uri? HttpAddress { get; }

    public IReadOnlyList<RpcFunctionMetadata> Functions { get; }

    /// <summary>Completes with the exit code when its process has ended.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>Starts a worker and waits until it can be used.</summary>
    /// <exception cref="WorkerStartException">It cannot; what it wrote says why.</exception>
    public static async Task<FunctionWorker> StartAsync(FunctionAppFolder app, RpcServer rpc, Action<RpcLog> writeLog, CancellationToken cancellationToken)
    {
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), writeLog);
        rpc.Channels.Add(channel);
        var process = WorkerProcess.Start(app, rpc.Address, channel.WorkerId);
        _ = CloseAsync(process, channel, rpc);
        try
        {
            return await HandshakeAsync(app, process, channel).WaitAsync(StartTimeout, TimeProvider.System, cancellationToken);
        }
        catch (Exception exception)
        {
            process.Kill();
            await process.Exited;
            throw exception is WorkerGoneException or TimeoutException ? new WorkerStartException(Reason(exception), exception) : exception;
        }
    }

    public void Kill() => _process.Kill();

    private static async Task<FunctionWorker> HandshakeAsync(FunctionAppFolder app, WorkerProcess process, WorkerChannel channel)
    {
        if (await Task.WhenAny(channel.Connected, process.Exited) == process.Exited)
        {
            var exitCode = await process.Exited;
            throw new WorkerStartException(string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {exitCode}"), cause: null);
        }

        var init = (await AskAsync(channel, new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = app.FullName, FunctionAppDirectory = app.FullName },
        })).WorkerInitResponse;
        Require(init?.Result, "initialise");

        var metadata = (await AskAsync(channel, new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app.FullName },
        })).FunctionMetadataResponse;
        Require(metadata?.Result, "name its functions");

        await Task.WhenAll(metadata!.Results.Select(async function => Require((await AskAsync(channel, LoadRequest(function))).FunctionLoadResponse?.Result, $"load {function.Name}")));
        return new FunctionWorker(process, channel, init!.Capabilities.TryGetValue("HttpUri", out var address) ? new Uri(address) : null, [.. metadata.Results]);
    }

    private static StreamingMessage LoadRequest(RpcFunctionMetadata function)
    {
        var metadata = function.Clone();
        metadata.Properties["FunctionId"] = function.FunctionId;
        return new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = metadata } };
    }

    private static Task<StreamingMessage> AskAsync(WorkerChannel channel, StreamingMessage request)
    {
        request.RequestId = Guid.NewGuid().ToString();
        return channel.AskAsync(request);
    }

    private static void Require(StatusResult? result, string what)
    {
        if (result is not { Status: StatusResult.Types.Status.Success })
        {
            throw new WorkerStartException($"it could not {what}: {result?.Exception?.Message ?? result?.Result}", cause: null);
        }
    }

    private static async Task CloseAsync(WorkerProcess process, WorkerChannel channel, RpcServer rpc)
    {
        await process.Exited;
        rpc.Channels.Remove(channel);
        channel.Close();
    }

    private static string Reason(Exception exception) => exception is TimeoutException ? $"it was not ready within {StartTimeout}" : "it ended while it started";

    /// <summary>The version of the real host whose behaviour this one follows.</summary>
    private const string HostVersion = "4.1037.0";
}

/// <summary>A worker did not start.</summary>
/// <param name="reason">Why.</param>
/// <param name="cause">What led to it.</param>
public sealed class WorkerStartException(string reason, Exception? cause) : Exception($"The worker did not start: {reason}.", cause);
