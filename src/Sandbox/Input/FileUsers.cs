using System.Runtime.CompilerServices;
using System.Text.Json;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.HubSpot.Wire;
using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox.Input;

/// <summary>The users of a file, read as an import reads them: one a message. What is wrong with lines is shown, and they are left out.</summary>
/// <param name="console">Shows faults.</param>
internal sealed class FileUsers(IAnsiConsole console)
{
    private const int MaxShown = 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SandboxException">The file cannot be taken.</exception>
    public async IAsyncEnumerable<UserMessage> ReadAsync(FileInfo file, UserFileOptions how, HubSpotSettings account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = file.OpenRead();
        using var users = await OpenAsync(body, how, account);
        var faulty = 0;
        while (await users.NextAsync() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.User is not null)
            {
                yield return MessageOf(row);
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

    private static async Task<UserFile> OpenAsync(Stream body, UserFileOptions how, HubSpotSettings account)
    {
        try
        {
            var (kind, content) = await UserFileKinds.LookAsync(body, how.Kind);
            return await UserFile.OpenAsync(content, how with { Kind = kind }, CatalogOf(account));
        }
        catch (InvalidFileException exception)
        {
            throw new SandboxException(string.Join(Environment.NewLine, exception.Faults.Select(fault => fault.Detail)));
        }
    }

    private static UserMessage MessageOf(UserRow row)
    {
        var message = JsonSerializer.SerializeToNode(row.User, HubSpotJson.Tolerant.UserInput)!.AsObject();
        if (row.Id is not null)
        {
            message["id"] = row.Id;
        }

        return new UserMessage(message.ToJsonString(JsonSerializerOptions.Web), Inputs: 1, row.Id);
    }

    private static PropertyCatalog CatalogOf(HubSpotSettings account) => new(account.KnownProperties.Select(name =>
        new PropertyDefinition(name, account.PropertyLabels.GetValueOrDefault(name))
        {
            Options = [.. (account.Options.GetValueOrDefault(name) ?? []).Select(option => new PropertyOption(option))],
            Type = account.Options.ContainsKey(name) ? "enumeration" : account.PropertyTypes.GetValueOrDefault(name),
            ModificationMetadata = new PropertyModification(account.ReadOnlyProperties.Contains(name, StringComparer.Ordinal)),
        }));
}
