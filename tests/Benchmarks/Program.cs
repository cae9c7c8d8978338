using System.CommandLine;
using Benchmarks;
using Benchmarks.Burst;
using Benchmarks.ColdStart;
using Benchmarks.Everything;
using Benchmarks.Import;
using Benchmarks.Limit;
using Benchmarks.Lone;
using Benchmarks.Memory;
using Benchmarks.Pipeline;
using Benchmarks.Progress;
using Benchmarks.Queue;
using Benchmarks.Reader;
using Benchmarks.Requests;
using Benchmarks.Simulator;
using Benchmarks.Telemetry;
using Benchmarks.Transactions;

Command[] benchmarks =
[
    BurstCommand.Create(),
    LoneCommand.Create(),
    LimitCommand.Create(),
    PipelineCommand.Create(),
    QueueCommand.Create(),
    RequestsCommand.Create(),
    ProgressCommand.Create(),
    ReaderCommand.Create(),
    ImportCommand.Create(),
    MemoryCommand.Create(),
    ColdStartCommand.Create(),
    TransactionsCommand.Create(),
    TelemetryCommand.Create(),
];

(string, string[])[] slowResponses = [.. new[] { "3", "6", "10" }.Select(seconds => ($"limit-{seconds}s", new[] { "limit", "--response-seconds", seconds }))];

var command = new RootCommand("Measures the function app against the storage emulator and the simulated HubSpot. Results are JSON.");
foreach (var benchmark in benchmarks)
{
    command.Subcommands.Add(benchmark);
}

command.Subcommands.Add(AllCommand.Create([.. benchmarks.Select(benchmark => (benchmark.Name, new[] { benchmark.Name })), ("limit-jitter", ["limit", "--jitter"]), .. slowResponses]));
command.Subcommands.Add(SimulatorCommand.Create());
command.Options.Add(ResultFile.Option);
return await command.Parse(args).InvokeAsync();
