using System.CommandLine;
using Cli.Connection;
using Cli.Wire;

namespace Cli.Poison;

/// <summary>Records a user of unknown outcome as created: a person found it in HubSpot.</summary>
internal static class CreatedCommand
{
    private const string Left = "The message was left: it has no user of unknown outcome at this position, or the user is in a batch at the moment.";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The message's id, as poison list --reason Unknown shows it." };
        var index = new Option<int>("--index") { Description = "The user's position in the message or request it came in.", Required = true };
        var hubSpotId = new Option<string>("--hubspot-id") { Description = "The id that the user has in HubSpot.", Required = true };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var noWait = new Option<bool>("--no-wait") { Description = "End when the task has begun." };
        var command = new Command("created", "Record a user of unknown outcome as created: you found it in HubSpot.") { id, index, hubSpotId, yes, noWait };
        return runner.Does(command, async (call, cancellationToken) =>
        {
            var request = new PoisonCreatedRequest(call.Get(id)!, call.Get(index), call.Get(hubSpotId)!);
            if (!call.Get(yes))
            {
                call.Context.Confirm($"Record user {request.Index} of message {request.Id} as created, with HubSpot's id {request.HubSpotId}?", "Pass --yes.");
            }

            var operation = new TaskOperation<PoisonCreatedRequest>(call, "poison/created", CliJson.Default.PoisonCreatedRequest);
            return TaskReport.ShowOne(call, await operation.RunAsync(request, !call.Get(noWait), cancellationToken), "Recorded as created", Left);
        });
    }
}
