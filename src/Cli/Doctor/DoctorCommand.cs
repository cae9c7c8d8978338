using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Doctor;

/// <summary>Looks for what is wrong with a deployment, from the network to a dry run of an import, and says what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner) => runner.Does(new Command("doctor", "Look for what is wrong with this deployment, and say what to do. Changes nothing."), async (call, cancellationToken) =>
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in new Checks(call.Client, call.Context.Time).RunAsync(cancellationToken))
        {
            findings.Add(finding);
            if (!call.IsJson)
            {
                Show(call.Context, finding);
            }
        }

        if (call.IsJson)
        {
            call.Context.WriteJson(new Diagnosis(call.Client.Deployment.Name, CliVersion.Full, findings), CliJson.Default.Diagnosis);
        }

        return findings.TrueForAll(finding => finding.Result is CheckFinding.OkResult) ? ExitCode.Ok : ExitCode.Attention;
    });

    private static void Show(CliContext context, CheckFinding finding)
    {
        var colour = finding.Result switch
        {
            CheckFinding.OkResult => "green",
            CheckFinding.WarnResult => "yellow",
            _ => "red",
        };
        context.Screen.MarkupLine($"[{colour}]{finding.Result,-4}[/]  {Markup.Escape(finding.Check)}: {Markup.Escape(finding.Found)}");
        if (finding.NextStep is { } nextStep)
        {
            context.Screen.MarkupLine($"      [dim]next:[/] {Markup.Escape(nextStep)}");
        }
    }
}
