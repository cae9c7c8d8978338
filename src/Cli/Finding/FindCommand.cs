using System.CommandLine;
using Cli.Connection;
using Cli.Uploads;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Finding;

/// <summary>Finds what became of a person. The value that is looked for is in the body of the request and nowhere else.</summary>
internal static class FindCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var email = PersonOption.Create();
        var traceId = new Option<string?>("--trace-id") { Description = "The caller's own trace id instead, such as row-1." };
        var days = new Option<int?>("--days") { Description = "How many days back; 30 by default, 90 at most." };
        var command = new Command("find", "Find what became of a person.") { email, traceId, days };
        command.Validators.Add(result =>
        {
            if (result.GetValue(email) is not null && result.GetValue(traceId) is not null)
            {
                result.AddError("Pass --email or --trace-id, not both.");
            }
        });
        return runner.Does(command, async (call, cancellationToken) =>
        {
            var trace = call.Get(traceId);
            var request = new FindRequest(trace is null ? call.Get(email) ?? PersonOption.Ask(call.Context) : null, trace, call.Get(days));
            var found = await call.Client.PostAsync("users/find", request, CliJson.Default.FindRequest, CliJson.Default.FoundUsers, cancellationToken, isRepeatable: true);
            Show(call, found);
            return found.Users.Count > 0 ? ExitCode.Ok : ExitCode.Attention;
        });
    }

    private static void Show(CommandCall call, FoundUsers found)
    {
        if (call.IsJson)
        {
            call.Context.WriteJson(found, CliJson.Default.FoundUsers);
        }
        else if (found.Users.Count > 0)
        {
            call.Context.Screen.Write(UserTable.Of(found.Users));
        }
        else
        {
            call.Context.Notes.WriteLine("No such user came by in this time. Look further back with --days, and in HubSpot.");
        }

        if (!found.IsComplete)
        {
            call.Context.Notes.WriteLine("There are more; the newest are listed. Look less far back with --days.");
        }
    }
}
