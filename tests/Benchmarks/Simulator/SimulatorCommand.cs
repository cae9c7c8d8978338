using System.CommandLine;
using System.Text.Json;
using Simulators.HubSpot;
using Simulators.HubSpot.Control;

namespace Benchmarks.Simulator;

/// <summary>
/// <c>simulator</c>, hidden: the simulated HubSpot in a process of its own, so that the processor time of a benchmark is its own too.
/// Reads its settings from the first line of its input, writes its address, and ends with its input.
/// </summary>
internal static class SimulatorCommand
{
    public const string Name = "simulator";

    public static Command Create()
    {
        var command = new Command(Name, "Serves other benchmarks.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            var settings = JsonSerializer.Deserialize((await Console.In.ReadLineAsync(cancellationToken))!, ControlJson.Default.HubSpotSettings)!;
            await using var simulator = await HubSpotSimulator.StartAsync(
                new HubSpotSimulatorOptions { Settings = settings }, cancellationToken: cancellationToken);
            await Console.Out.WriteLineAsync(simulator.BaseAddress.AbsoluteUri);
            await Console.In.ReadToEndAsync(cancellationToken);
        });
        return command;
    }
}
