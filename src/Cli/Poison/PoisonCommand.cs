using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Poison;

/// <summary>Shows what a person must look at, and carries out what is decided about it.</summary>
internal static class PoisonCommand
{
    /// <summary>Makes the command with those below it.</summary>
    public static Command Create(CommandRunner runner) => new("poison", "Show and decide about users that a person must look at.")
    {
        List(runner),
        DecisionCommand.Redrive(runner),
        DecisionCommand.Drop(runner),
        CorrectCommand.Create(runner),
        CreatedCommand.Create(runner),
        TasksCommand.List(runner),
        TasksCommand.Stop(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var filter = new PoisonFilterOptions();
        var messages = new Option<bool>("--messages") { Description = "List the messages, newest first, instead of counting them by reason; so does any filter." };
        var command = new Command("list", "Show what is in the poison queue: by reason, or its messages.") { messages };
        foreach (var option in filter.All)
        {
            command.Options.Add(option);
        }

        return runner.Does(command, (call, cancellationToken) => filter.Read(call) is var asked && (call.Get(messages) || !PoisonFilterOptions.IsEmpty(asked))
            ? ListMessagesAsync(call, PoisonFilterOptions.QueryOf(asked), cancellationToken)
            : ListGroupsAsync(call, cancellationToken));
    }

    private static async Task<int> ListGroupsAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var view = await call.Client.GetAsync("poison", CliJson.Default.PoisonView, cancellationToken);
        if (call.IsJson)
        {
            call.Context.WriteJson(view, CliJson.Default.PoisonView);
        }
        else if (view.Groups.Count is 0)
        {
            call.Context.Notes.WriteLine(view.IsComplete ? "The poison queue is empty." : "No message is listed yet.");
        }
        else
        {
            var table = Words.Table("reason", "messages", "users", "oldest", "newest", "may be in HubSpot", "to correct");
            foreach (var group in view.Groups)
            {
                table.AddText(group.Reason, Words.Of(group.Messages), Words.Of(group.Users), Time(group.Oldest), Time(group.Newest), Words.Of(group.Doubtful), Words.Of(group.NeedCorrection));
            }

            call.Context.Screen.Write(table);
        }

        if (!view.IsComplete)
        {
            call.Context.Notes.WriteLine("The queue is being scanned: the list is not complete. Run the command again in a few seconds.");
        }

        return view.Messages > 0 ? ExitCode.Attention : ExitCode.Ok;
    }

    private static async Task<int> ListMessagesAsync(CommandCall call, string query, CancellationToken cancellationToken)
    {
        var table = Words.Table("id", "reason", "source", "users", "failed", "may be in HubSpot", "to correct", "detail");
        var list = new List<PoisonMessageView>();
        await foreach (var message in PoisonPages.ReadAsync(call.Client, query, cancellationToken))
        {
            list.Add(message);
            table.AddText(message.Id, message.Reason, message.SourceId, Words.Of(message.Users), Time(message.FailedAt), message.Doubtful ? "yes" : "no", message.NeedsCorrection ? "yes" : "no", message.Detail);
        }

        if (call.IsJson)
        {
            call.Context.WriteJson(new PoisonList(list, Continuation: null), CliJson.Default.PoisonList);
        }
        else if (list.Count > 0)
        {
            call.Context.Screen.Write(table);
        }
        else
        {
            call.Context.Notes.WriteLine("No messages match.");
        }

        return list.Count > 0 ? ExitCode.Attention : ExitCode.Ok;
    }

    private static string? Time(DateTimeOffset? time) => time is { } known ? Words.Of(known) : null;
}
