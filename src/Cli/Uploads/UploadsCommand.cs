using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Uploads;

/// <summary>Lists the uploads of a day.</summary>
internal static class UploadsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var day = DayOption.Create("The day, UTC, as yyyy-MM-dd; today by default.");
        var state = new Option<string?>("--state") { Description = "Only those in this state." }.AcceptOnlyFromAmong("Running", "Queued", "Interrupted", "Done");
        var attention = new Option<bool>("--needs-attention") { Description = "Only those with users or lines that a person must look at." };
        var top = new Option<int>("--top") { Description = "How many at most.", DefaultValueFactory = _ => 20 };
        return runner.Does(new Command("uploads", "List the uploads of a day, newest first.") { day, state, attention, top }, async (call, cancellationToken) =>
        {
            var query = string.Join('&', new[]
            {
                $"top={call.Get(top)}",
                call.Get(day) is { } of ? $"day={DayOption.Text(of)}" : null,
                call.Get(state) is { } only ? $"state={only}" : null,
                call.Get(attention) ? "needsAttention=true" : null,
            }.OfType<string>());
            var list = await call.Client.GetAsync($"requests?{query}", CliJson.Default.RequestList, cancellationToken);
            if (call.IsJson)
            {
                call.Context.WriteJson(list, CliJson.Default.RequestList);
                return ExitCode.Ok;
            }

            Show(call.Context, list);
            return ExitCode.Ok;
        });
    }

    private static void Show(CliContext context, RequestList list)
    {
        if (list.Requests.Count is 0)
        {
            context.Notes.WriteLine($"No uploads on {list.Day}. To send one: {CliCommand.Name} send FILE");
            return;
        }

        var table = Words.Table("request", "received", "state", "users", "outcomes", "without", "attention");
        foreach (var request in list.Requests)
        {
            table.AddText(request.RequestId, Words.Of(request.ReceivedAt), request.State, Words.Of(request.Inputs), Words.Of(request.Outcomes), Words.Of(request.Pending), Words.Of(request.NeedsAttention));
        }

        context.Screen.Write(table);
        if (list.Continuation is not null)
        {
            context.Notes.WriteLine("There are more; use --top to list them.");
        }
    }
}
