using System.CommandLine;
using Cli.Connection;
using Cli.Uploads;
using Cli.Wire;
using HubSpotUsers;
using Spectre.Console;

namespace Cli.Finding;

/// <summary>Finds what became of a person, or of the users of a message or batch. The value of a person is in the body of the request and nowhere else.</summary>
internal static class FindCommand
{
    private const int MaxUsers = 1000;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var email = PersonOption.Create();
        var traceId = new Option<string?>("--trace-id") { Description = "The caller's own trace id instead, such as row-1." };
        var sourceId = new Option<string?>("--source-id") { Description = "The users of a message or request instead: an id of your own, a queue message's id or a request's." };
        var batch = new Option<string?>("--batch") { Description = "The users of a batch instead, by its id." };
        var days = new Option<int?>("--days") { Description = "How many days back; 30 by default, 90 at most. For a person and a trace id." };
        var day = DayOption.Create("The day, UTC, as yyyy-MM-dd, on which a queue message older than a week came. For --source-id.");
        var command = new Command("find", "Find what became of a person, or of the users of a message or batch.") { email, traceId, sourceId, batch, days, day };
        command.Validators.Add(result =>
        {
            var named = new[] { email, traceId, sourceId, batch }.Count(option => result.GetValue(option) is not null);
            if (named > 1)
            {
                result.AddError("Pass one of --email, --trace-id, --source-id and --batch.");
            }
            else if (result.GetValue(days) is not null && (result.GetValue(sourceId) ?? result.GetValue(batch)) is not null)
            {
                result.AddError("--days is for a person or a trace id.");
            }
            else if (result.GetValue(day) is not null && result.GetValue(sourceId) is null)
            {
                result.AddError("--day is for --source-id.");
            }
        });
        return runner.Does(command, async (call, cancellationToken) =>
        {
            var found = (call.Get(sourceId), call.Get(batch)) switch
            {
                ({ } source, _) => await OfSourceAsync(call.Client, source, call.Get(day), cancellationToken),
                (_, { } id) => await OfBatchAsync(call.Client, id, cancellationToken),
                _ => await OfPersonAsync(call, call.Get(email), call.Get(traceId), call.Get(days), cancellationToken),
            };
            Show(call, found, isOfPerson: call.Get(sourceId) is null && call.Get(batch) is null);
            return found.Users.Count > 0 ? ExitCode.Ok : ExitCode.Attention;
        });
    }

    private static async Task<FoundUsers> OfPersonAsync(CommandCall call, string? email, string? traceId, int? days, CancellationToken cancellationToken)
    {
        var request = new FindRequest(traceId is null ? email ?? PersonOption.Ask(call.Context) : null, traceId, days);
        return await call.Client.PostAsync("users/find", request, CliJson.Default.FindRequest, CliJson.Default.FoundUsers, cancellationToken, isRepeatable: true);
    }

    private static async Task<FoundUsers> OfSourceAsync(AppClient client, string sourceId, DateOnly? day, CancellationToken cancellationToken)
    {
        var of = day is { } named ? $"&day={DayOption.Text(named)}" : string.Empty;
        var list = await client.FindAsync($"users/{Uri.EscapeDataString(sourceId)}?top={MaxUsers}{of}", CliJson.Default.UserList, cancellationToken);
        return new FoundUsers(LinesOf(list?.Users), list?.Continuation is null);
    }

    private static async Task<FoundUsers> OfBatchAsync(AppClient client, string id, CancellationToken cancellationToken)
    {
        var batch = await client.FindAsync($"batches/{Uri.EscapeDataString(id)}", CliJson.Default.BatchDetail, cancellationToken);
        return new FoundUsers(LinesOf(batch?.Users), IsComplete: true);
    }

    /// <summary>These lists have no lines of files; a line that has no id of its own has its number as trace id.</summary>
    private static List<UserLine> LinesOf(IReadOnlyList<UserLine>? users) => [.. (users ?? []).Select(user => user with { Line = LineTraceId.Find(user.ObjectWriteTraceId) })];

    private static void Show(CommandCall call, FoundUsers found, bool isOfPerson)
    {
        if (call.IsJson)
        {
            call.Context.WriteJson(found, CliJson.Default.FoundUsers);
        }
        else if (found.Users.Count > 0)
        {
            call.Context.Screen.Write(UserListView.Of(found.Users));
        }
        else
        {
            call.Context.Notes.WriteLine(isOfPerson
                ? "No such user came by in this time. Look further back with --days, and in HubSpot."
                : "No user of it is on record. Of a queue message older than a week, name the day it came with --day.");
        }

        if (!found.IsComplete)
        {
            call.Context.Notes.WriteLine(isOfPerson
                ? "There are more; the newest are listed. Look less far back with --days."
                : $"There are more; the first are listed. All of a request: {CliCommand.Name} export ID");
        }
    }
}
