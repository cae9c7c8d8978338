using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cli.Files;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Wire;
using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox.Input;

/// <summary>The users of a file, read as an import reads them: one a message. What is wrong with lines is shown, and they are left out.</summary>
/// <param name="console">Shows faults.</param>
internal sealed class FileUsers(IAnsiConsole console)
{
    private const int MaxShown = 20;

    /// <summary>The message that carries the user of a row.</summary>
    public static JsonObject MessageOf(FileRow row)
    {
        var message = JsonSerializer.SerializeToNode(row.Traced, HubSpotJson.Tolerant.UserInput)!.AsObject();
        if (row.Id is not null)
        {
            message["id"] = row.Id;
        }

        return message;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="Cli.CliException">The file cannot be taken.</exception>
    public async IAsyncEnumerable<UserMessage> ReadAsync(LocalFile file, HubSpotSettings account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = file.File.OpenRead();
        using var users = await file.OpenUsersAsync(body, file.Map, SimulatedAccount.CatalogOf(account));
        var faulty = 0;
        while (await users.NextAsync() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.User is not null)
            {
                yield return new UserMessage(MessageOf(row).ToJsonString(JsonSerializerOptions.Web), Inputs: 1, row.Id);
            }
            else if (row.Faults.Count > 0 && ++faulty <= MaxShown)
            {
                console.MarkupLineInterpolated($"[yellow]Line {row.Line} is left out: {row.Faults[0].Detail}[/]");
            }
        }

        if (faulty > MaxShown)
        {
            console.MarkupLineInterpolated($"[yellow]{faulty} lines are left out.[/]");
        }
    }
}
