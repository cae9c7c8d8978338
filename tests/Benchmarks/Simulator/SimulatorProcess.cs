using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Simulators.HubSpot;
using Simulators.HubSpot.Control;
using Simulators.HubSpot.Journaling;

namespace Benchmarks.Simulator;

/// <summary>The simulated HubSpot in a process of its own, steered through its control addresses.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _control;

    private SimulatorProcess(Process process, Uri baseAddress)
    {
        _process = process;
        _control = new HttpClient { BaseAddress = new Uri(baseAddress, "_control/") };
        BaseAddress = baseAddress;
    }

    /// <summary>Where it listens.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The processor time it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<SimulatorProcess> StartAsync(HubSpotSettings settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in SelfArguments.Of(SimulatorCommand.Name))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings, ControlJson.Default.HubSpotSettings));
        await process.StandardInput.FlushAsync(cancellationToken);
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new SimulatorProcess(process, new Uri(address ?? throw new InvalidOperationException("The simulator did not start.")));
    }

    /// <summary>Lets every response take this long.</summary>
    public async Task SetLatencyAsync(TimeSpan latency, CancellationToken cancellationToken)
    {
        using var content = new StringContent($$"""{"latencyMin":"{{latency:c}}","latencyMax":"{{latency:c}}"}""");
        using var response = await _control.PatchAsync(new Uri("settings", UriKind.Relative), content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Gives the journal in numbers and forgets it, and all users.</summary>
    public async Task<JournalSummary> DrainAsync(CancellationToken cancellationToken)
    {
        var summary = await _control.GetFromJsonAsync(new Uri("summary", UriKind.Relative), ControlJson.Default.JournalSummary, cancellationToken);
        using var response = await _control.DeleteAsync(new Uri("state", UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
        return summary!;
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        using (_control)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
        }
    }
}
