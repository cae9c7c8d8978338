using System.CommandLine;
using Cli.Terminal;
using Sandbox;

// Ctrl+C stops everything the sandbox started, and that takes a moment.
var patient = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) };
return await SandboxCommand.Create(CliContext.OfProcess()).Parse(args).InvokeAsync(patient);
