using System.CommandLine;
using Benchmarks;
using Benchmarks.Burst;
using Benchmarks.Lone;

var command = new RootCommand("Measures the function app against the storage emulator and the simulated HubSpot. Results are JSON.")
{
    BurstCommand.Create(),
    LoneCommand.Create(),
};
command.Options.Add(ResultFile.Option);
return await command.Parse(args).InvokeAsync();
