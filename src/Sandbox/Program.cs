using System.CommandLine;
using Sandbox;

// Ctrl+C stops everything the sandbox started, and that takes a moment.
var patient = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) };
return await SandboxCommand.Create().Parse(args).InvokeAsync(patient);
