using System.Text.Json.Nodes;
using Cli.Terminal;

namespace Cli.Tests.Drivers;

/// <summary>What a command wrote and ended with.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    /// <summary>Its result as JSON: one document on one line.</summary>
    public JsonNode Json => JsonNode.Parse(Assert.Single(Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!;

    /// <summary>Runs a command in this process, as the program runs it.</summary>
    public static async Task<CliRun> OfAsync(CliRunOptions how, params string[] args)
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
        var code = await CliProgram.RunAsync(args, context, how.Interrupt ?? TestContext.Current.CancellationToken);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Fails with all that was written unless the command ended like this.</summary>
    public CliRun Ended(int code)
    {
        Assert.True(Code == code, $"{Code} instead of {code}:\n{Out}\n{Error}");
        return this;
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
