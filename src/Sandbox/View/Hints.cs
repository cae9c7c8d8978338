using Cli.Terminal;
using Hosting;
using Sandbox.Results;
using Spectre.Console;

namespace Sandbox.View;

/// <summary>Says what happened and where to look further.</summary>
internal static class Hints
{
    public static void ShowResult(IAnsiConsole console, RunReport report)
    {
        var outcomes = string.Join(", ", report.Outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"));
        console.MarkupLineInterpolated($"{report.Inputs} users: {outcomes}, in {report.Calls} calls and {report.Milliseconds} ms.");
        console.MarkupLine(report.Unaccounted.Count is 0
            ? "[green]Every user reached its outcome.[/]"
            : $"[red]{report.Unaccounted.Count} messages have users without an outcome, first {Markup.Escape(report.Unaccounted[0])}.[/]");
        console.MarkupLine(report.Check.Holds
            ? $"[green]The history holds:[/] none lost, none created twice, at most {report.MaxCallsInTenSeconds} calls in ten seconds ({string.Join(", ", report.Check.Checked)})."
            : $"[red]The history does not hold:[/] {Markup.Escape(string.Join("; ", report.Check.Violations.Take(5).Select(violation => $"{violation.Invariant} {violation.Detail}")))}");
    }

    /// <summary>Says how many warnings and errors were logged, if there were any, and where they are.</summary>
    /// <param name="file">The file that keeps them; null if none does.</param>
    public static void ShowLog(IAnsiConsole console, int warnings, int errors, FileInfo? file)
    {
        if (warnings + errors > 0)
        {
            console.MarkupLineInterpolated(
                $"The app logged {Words.Of(warnings, "warning")} and {Words.Of(errors, "error")} ({(file is null ? "--log FILE keeps them" : $"in {file.FullName}")}).");
        }
    }

    /// <summary>Lines to paste into a shell. Written as they are: a console that folded them would break them.</summary>
    public static void ShowCommands(TextWriter output, LocalEnvironment environment, FunctionAppProcess app) => output.WriteLine($$$"""

        Everything stays up until Ctrl+C. For the lines of README.md and docs/requests.http:
          export APP='{{{app.Address.AbsoluteUri.TrimEnd('/')}}}' KEY='{{{environment.FunctionKey}}}'
        Create users over HTTP:
          curl -s -X POST '{{{app.Address}}}api/users/batch' -H 'x-functions-key: {{{environment.FunctionKey}}}' -H 'Content-Type: application/json' -d '{"inputs":[{"properties":{"hs_email":"ada@example.com","hs_given_name":"Ada"},"associations":[]}]}'
        or through the queue:
          export AZURE_STORAGE_CONNECTION_STRING='{{{environment.Storage.ConnectionString}}}'
          az storage message put --queue-name {{{LocalEnvironment.QueueName}}} --content '{"properties":{"hs_email":"grace@example.com","hs_given_name":"Grace"}}'

        Look further:
          batches        az storage entity query --table-name HubSpotBatches
          users          az storage entity query --table-name HubSpotUsers
          poison queue   az storage message peek --queue-name {{{LocalEnvironment.QueueName}}}-poison --num-messages 32
          HubSpot        curl -s '{{{environment.HubSpot.BaseAddress}}}_control/summary'
                         curl -s '{{{environment.HubSpot.BaseAddress}}}_control/faults/names'
        """);
}
