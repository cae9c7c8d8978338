using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Uploads;

/// <summary>Shows how far an upload is.</summary>
internal static class ShowCommand
{
    private const int MaxUsers = 20;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The request's id, as send and uploads show it." };
        var follow = new Option<bool>("--follow") { Description = "Wait until every user has its outcome." };
        return runner.Does(new Command("show", "Show how far an upload is, and what needs a person.") { id, follow }, async (call, cancellationToken) =>
        {
            var request = call.Get(follow)
                ? await new RequestFollower(call.Client, call.Context).FollowAsync(call.Get(id)!, cancellationToken)
                : await RequestFollower.ReadAsync(call.Client, call.Get(id)!, cancellationToken);
            if (call.IsJson)
            {
                call.Context.WriteJson(request, CliJson.Default.RequestView);
            }
            else
            {
                await ShowAsync(call, request, cancellationToken);
            }

            return request.NeedsAttention > 0 || request.State is "Interrupted" ? ExitCode.Attention : ExitCode.Ok;
        });
    }

    private static async Task ShowAsync(CommandCall call, RequestView request, CancellationToken cancellationToken)
    {
        var table = Words.Table("request", request.RequestId);
        table.AddText("kind", request.Kind);
        table.AddText("state", request.State);
        table.AddText("received", Words.Of(request.ReceivedAt));
        table.AddText("users", Words.Of(request.Inputs));
        foreach (var (outcome, count) in request.Outcomes)
        {
            table.AddText(outcome, Words.Of(count));
        }

        table.AddText("without an outcome", Words.Of(request.Pending));
        if (request.FaultyLines is { } faulty)
        {
            table.AddText("faulty lines", Words.Of(faulty));
        }

        call.Context.Screen.Write(table);
        if (request.NeedsAttention > 0)
        {
            await ShowAttentionAsync(call, request, cancellationToken);
        }
        else if (request.State is "Interrupted")
        {
            call.Context.Notes.WriteLine($"The upload was interrupted. Send the same file again to resume it: {CliCommand.Name} send FILE");
        }
    }

    private static async Task ShowAttentionAsync(CommandCall call, RequestView request, CancellationToken cancellationToken)
    {
        var page = await call.Client.GetAsync($"requests/{Uri.EscapeDataString(request.RequestId)}/users?needsAttention=true&top={MaxUsers}", CliJson.Default.UserPage, cancellationToken);
        call.Context.Screen.Write(UserListView.Of(page.Users));
        call.Context.Notes.WriteLine($"{Words.Of(request.NeedsAttention)} need attention. All of them: {CliCommand.Name} export {request.RequestId} --needs-attention");
    }
}
