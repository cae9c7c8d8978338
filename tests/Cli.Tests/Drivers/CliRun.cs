using System.Text.Json.Nodes;
using Cli.Terminal;
using Sandbox;

namespace Cli.Tests.Drivers;

/// <summary>What a command wrote and ended with.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    /// <summary>Its result as JSON: one document on one line.</summary>
    public JsonNode Json => JsonNode.Parse(Assert.Single(Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!;

    /// <summary>Runs a command in this process, as the program runs it.</summary>
    public static Task<CliRun> OfAsync(CliRunOptions how, params string[] args) =>
        OfAsync(how, context => CliProgram.RunAsync(args, context, how.Interrupt ?? TestContext.Current.CancellationToken));

    /// <summary>Runs the sandbox in this process, for what it does without the app.</summary>
    public static Task<CliRun> OfSandboxAsync(params string[] args) =>
        OfAsync(new CliRunOptions(), context => SandboxCommand.Create(context).Parse(args).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));

    /// <summary>Fails with all that was written unless the command ended like this.</summary>
    public CliRun Ended(int code)
    {
        Assert.True(Code == code, $"{Code} instead of {code}:\n{Out}\n{Error}");
        return this;
    }

    private static async Task<CliRun> OfAsync(CliRunOptions how, Func<CliContext, Task<int>> runAsync)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var input = new StringReader(how.Input);
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HUBSPOT_USERS_URL"] = how.Url, ["HUBSPOT_USERS_KEY"] = how.Key };
        var context = new CliContext
        {
            Out = output,
            Error = error,
            In = input,
            IsInteractive = how.IsInteractive,
            Variable = variables.GetValueOrDefault,
            Time = TimeProvider.System,
            Screen = CliContext.ConsoleOf(output),
            Notes = CliContext.ConsoleOf(error),
        };
        return new CliRun(await runAsync(context), output.ToString(), error.ToString());
    }
}

/// <summary>What surrounds a command.</summary>
internal sealed record CliRunOptions
{
    public string? Url { get; init; }

    public string? Key { get; init; }

    public string Input { get; init; } = string.Empty;

    public bool IsInteractive { get; init; }

    public CancellationToken? Interrupt { get; init; }
}
