using System.CommandLine;
using LocalHost;

// The host takes the signals itself: it stops in steps.
return await HostCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
