using System.CommandLine;
using Cli.Terminal;

namespace Cli.Connection;

/// <summary>Runs what a command does with the app, and turns every failure into an error, a next step and an exit code.</summary>
/// <param name="context">The terminal.</param>
/// <param name="options">The options every command has.</param>
internal sealed class CommandRunner(CliContext context, ConnectionOptions options)
{
    /// <summary>The terminal.</summary>
    public CliContext Context => context;

    /// <summary>The options every command has.</summary>
    public ConnectionOptions Options => options;

    /// <summary>Sets what a command does.</summary>
    /// <param name="run">What it does; gives its exit code.</param>
    public Command Does(Command command, Func<CommandCall, CancellationToken, Task<int>> run)
    {
        command.SetAction((parse, cancellationToken) => GuardAsync(
            async () =>
            {
                using var client = AppClient.Open(options.Read(parse), context);
                return await run(new CommandCall(context, parse, client, parse.GetValue(options.Json)), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private async Task<int> GuardAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (CliException exception)
        {
            context.Fail(exception.Message, exception.NextStep);
            return exception.Code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Fail("Interrupted.", "The app continues with what it has received. Run the same command again to resume where it stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Fail(exception.Message, nextStep: null);
            return ExitCode.Usage;
        }
    }
}

/// <summary>One call of a command.</summary>
/// <param name="Context">The terminal.</param>
/// <param name="Parse">The command line.</param>
/// <param name="Client">The app.</param>
/// <param name="IsJson">Whether the result is for a program.</param>
internal sealed record CommandCall(CliContext Context, ParseResult Parse, AppClient Client, bool IsJson)
{
    /// <summary>Reads an option.</summary>
    public T? Get<T>(Option<T> option) => Parse.GetValue(option);

    /// <summary>Reads an argument.</summary>
    public T? Get<T>(Argument<T> argument) => Parse.GetValue(argument);
}
