using Cli;
using Cli.Terminal;

return await CliProgram.RunAsync(args, CliContext.OfProcess());
