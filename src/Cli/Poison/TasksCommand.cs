using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Poison;

/// <summary>Lists the tasks over the poison queue, and stops one.</summary>
internal static class TasksCommand
{
    /// <summary>Makes the command that lists.</summary>
    public static Command List(CommandRunner runner)
    {
        var top = new Option<int>("--top") { Description = "How many at most.", DefaultValueFactory = _ => 20 };
        return runner.Does(new Command("tasks", "List the tasks over the poison queue, newest first, and how far they are.") { top }, async (call, cancellationToken) =>
        {
            var list = await call.Client.GetAsync($"poison/tasks?top={call.Get(top)}", CliJson.Default.PoisonTaskList, cancellationToken);
            if (call.IsJson)
            {
                call.Context.WriteJson(list, CliJson.Default.PoisonTaskList);
                return ExitCode.Ok;
            }

            Show(call.Context, list);
            return ExitCode.Ok;
        });
    }

    /// <summary>Makes the command that stops one.</summary>
    public static Command Stop(CommandRunner runner)
    {
        var id = new Argument<string>("TASK") { Description = "The task's id, as the command that began it and poison tasks show it." };
        return runner.Does(new Command("stop", "Stop a task; what it has done stays done.") { id }, async (call, cancellationToken) =>
        {
            var task = await call.Client.PostAsync($"poison/tasks/{Uri.EscapeDataString(call.Get(id)!)}/stop", CliJson.Default.PoisonTaskView, cancellationToken);
            if (call.IsJson)
            {
                call.Context.WriteJson(task, CliJson.Default.PoisonTaskView);
            }
            else
            {
                call.Context.Notes.WriteLine(task.State switch
                {
                    "Done" => "The task was done before.",
                    "Stopped" => "Stopped.",
                    _ => $"It stops within seconds. How far it came: {CliCommand.Name} poison tasks",
                });
            }

            return ExitCode.Ok;
        });
    }

    private static void Show(CliContext context, PoisonTaskList list)
    {
        if (list.Tasks.Count is 0)
        {
            context.Notes.WriteLine("There are no tasks.");
            return;
        }

        var table = Words.Table("task", "kind", "state", "asked for", "messages", "users", "left", "about", "detail");
        foreach (var task in list.Tasks)
        {
            table.AddText(task.Id, task.DryRun ? $"{task.Kind} (dry run)" : task.Kind, task.State, Words.Of(task.DecidedAt), Words.Of(task.Messages), Words.Of(task.Users), Words.Of(task.Skipped), About(task), task.Detail);
        }

        context.Screen.Write(table);
        if (list.Continuation is not null)
        {
            context.Notes.WriteLine("There are more; use --top to list them.");
        }
    }

    private static string About(PoisonTaskView task) => string.Join(", ", new[]
    {
        task.Reason,
        task.Source,
        task.MessageId,
        task.From is { } from ? $"from {Words.Of(from)}" : null,
        task.To is { } to ? $"to {Words.Of(to)}" : null,
    }.OfType<string>());
}
