using System.Text;
using System.Text.Json;
using Api.Queueing;
using Cli.Files;
using History;
using Hosting;
using HubSpotUsers;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using Sandbox.Input;

namespace Cli.Tests.Drivers;

/// <summary>The users that a test sends, and at its end the check of their history: none lost, none created twice, nothing disclosed that must not be.</summary>
/// <param name="environment">The app.</param>
internal sealed class SentUsers(CliEnvironment environment)
{
    /// <summary>What a person decided about poison changes contents and ends of users on purpose: then they are not compared with what was sent.</summary>
    private static readonly string[] AfterDecision = ["I3", "I6"];

    private readonly Dictionary<string, SentMessage> _messages = new(StringComparer.Ordinal);
    private int _createdBefore;
    private bool _isDecided;

    /// <summary>Begins a test.</summary>
    public void Begin()
    {
        _messages.Clear();
        (_createdBefore, _isDecided) = (environment.Local.HubSpot.Journal.Created.Count, false);
    }

    /// <summary>Adds what a test put onto a queue by itself.</summary>
    public void Add(string sourceId, string body) => _messages[sourceId] = new SentMessage(sourceId, body);

    /// <summary>Adds what a command has done.</summary>
    /// <param name="args">The command.</param>
    /// <param name="run">How it ended.</param>
    public async Task AddAsync(IReadOnlyList<string> args, CliRun run)
    {
        _isDecided |= args is ["erase", ..] or ["poison", "drop" or "correct" or "created", ..];
        if (args is ["send", var path, ..] && RequestOf(run) is { } requestId)
        {
            await AddFileAsync(requestId, path, new SendArguments(args));
        }
    }

    /// <summary>Ends a test.</summary>
    public async Task EndAsync()
    {
        if (_messages.Count is 0)
        {
            return;
        }

        // The last message is deleted a little after the last outcome.
        var reader = new HistoryReader(environment.Local.Storage.ConnectionString, LocalEnvironment.QueueName, environment.Local.HubSpot, _createdBefore);
        await Eventually.SeesAsync("a history that holds", async () => Describe(await CheckAsync(reader)), violations => violations.Length is 0);
    }

    private static string? RequestOf(CliRun run) =>
        run.Error.Split("on the queue after ") is [_, var rest, ..] && rest.Split(": request ") is [_, var id, ..] ? id.Split('.')[0] : null;

    private async Task<IEnumerable<Violation>> CheckAsync(HistoryReader reader)
    {
        string[] secrets = ["@cli.example", .. environment.Local.HubSpot.Settings.AcceptedTokens];
        var facts = await reader.ReadAsync(_messages.Values, new HashSet<string>(), secrets, environment.Output, TestContext.Current.CancellationToken);
        return Invariants.Check(facts, isOver: true).Violations.Where(violation => !_isDecided || !AfterDecision.Contains(violation.Invariant, StringComparer.Ordinal));
    }

    private static string Describe(IEnumerable<Violation> violations) => string.Join('\n', violations.Take(10).Select(violation => $"{violation.Invariant} {violation.Detail}"));

    /// <summary>The messages that a file must have become: always the same for the same users.</summary>
    private async Task AddFileAsync(string requestId, string path, SendArguments arguments)
    {
        await using var body = File.OpenRead(path);
        var (kind, content) = await UserFileKinds.LookAsync(body, UserFileKinds.OfName(path)!.Value);
        using var users = await UserFile.OpenAsync(content, arguments.Reading with { Kind = kind }, SimulatedAccount.CatalogOf(environment.Local.HubSpot.Settings));
        var packer = new MessagePacker(requestId, traceParent: null);
        while (await users.NextAsync() is { } row)
        {
            if (row.Traced is not { } user)
            {
                continue;
            }

            var json = MessagePacker.Write(user)!;
            if (row.Id is { } id)
            {
                Add(packer.Flush());
                packer.Pack(json, new ProducerSource(SourceId.OfProducer(id), DateTimeOffset.UnixEpoch), row.Line);
                Add(id, Encoding.UTF8.GetString(json));
            }
            else
            {
                Add(packer.Add(json));
            }
        }

        Add(packer.Flush());
    }

    private void Add(BinaryData? message)
    {
        if (message is not null)
        {
            Add(JsonElement.Parse(message.ToMemory().Span).GetProperty("id").GetString()!, message.ToString());
        }
    }

    /// <summary>The options of a send that say what its file holds.</summary>
    private sealed class SendArguments(IReadOnlyList<string> args)
    {
        public UserFileOptions Reading => new()
        {
            Kind = UserFileKind.Csv,
            Charset = One("--charset"),
            Separator = One("--separator") is { } separator ? Separators.Parse(separator) : null,
            Sheet = One("--sheet"),
            Map = ColumnTexts.Of(All("--map"), One("--id-column")).Texts,
            Associations = [.. All("--associate").Select(text => AssociationText.Parse(text)!)],
        };

        private string? One(string option) => All(option).FirstOrDefault();

        private IEnumerable<string> All(string option) => args.Zip(args.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second);
    }
}
