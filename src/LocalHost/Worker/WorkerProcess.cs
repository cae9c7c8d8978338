using System.ComponentModel;
using System.Diagnostics;
using LocalHost.Configuration;

namespace LocalHost.Worker;

/// <summary>The process of a worker. What it writes goes to this host's own output, line by line.</summary>
internal sealed class WorkerProcess
{
    private readonly Process _process;

    private WorkerProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Exited = WaitForExitAsync();
    }

    public int Id { get; }

    /// <summary>Completes with the exit code when the process has ended and all it wrote has been read.</summary>
    public Task<int> Exited { get; }

    /// <summary>Launches a worker as the real host does.</summary>
    /// <param name="rpcAddress">Where this host's gRPC service is.</param>
    /// <param name="workerId">What the worker calls itself there.</param>
    /// <exception cref="WorkerStartException">The program that runs it is missing or cannot be run.</exception>
    public static WorkerProcess Start(FunctionAppFolder app, Uri rpcAddress, string workerId)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(app.Executable)
            {
                ArgumentList =
                {
                    app.Worker,
                    "--functions-uri", rpcAddress.AbsoluteUri,
                    "--functions-worker-id", workerId,
                    "--functions-request-id", Guid.NewGuid().ToString(),
                    "--functions-grpc-max-message-length", "2147483647",
                },
                WorkingDirectory = app.FullName,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var environment = process.StartInfo.Environment;
        environment["FUNCTIONS_WORKER_DIRECTORY"] = environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.FullName;

        // As the Core Tools do.
        environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        environment["DOTNET_STARTUP_HOOKS"] = string.Join(
            Path.PathSeparator, new[] { environment.TryGetValue("DOTNET_STARTUP_HOOKS", out var hooks) ? hooks : null, typeof(WorkerProcess).Assembly.Location }.Where(hook => !string.IsNullOrEmpty(hook)));

        process.OutputDataReceived += (_, line) => Write(Console.Out, line.Data);
        process.ErrorDataReceived += (_, line) => Write(Console.Error, line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new WorkerStartException($"'{app.Executable}' cannot be run: {exception.Message}", exception);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new WorkerProcess(process);
    }

    /// <summary>Kills it and all it has started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended in this very moment.
        }
    }

    private async Task<int> WaitForExitAsync()
    {
        using (_process)
        {
            await _process.WaitForExitAsync();
            return _process.ExitCode;
        }
    }

    private static void Write(TextWriter writer, string? line)
    {
        if (line is not null)
        {
            writer.WriteLine(line);
        }
    }
}
