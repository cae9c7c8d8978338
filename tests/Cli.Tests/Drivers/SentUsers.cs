using Cli.Files;
using History;
using Hosting;
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

    /// <summary>Two users may have been given the same id.</summary>
    private readonly HashSet<SentMessage> _messages = [];
    private int _createdBefore;
    private bool _isDecided;

    /// <summary>What was sent; the end of a test that sent nothing checks nothing.</summary>
    public IReadOnlyCollection<SentMessage> Messages => _messages;

    /// <summary>Begins a test.</summary>
    public void Begin()
    {
        _messages.Clear();
        (_createdBefore, _isDecided) = (environment.Local.HubSpot.Journal.Created.Count, false);
    }

    /// <summary>Adds what a test put onto a queue by itself.</summary>
    public void Add(string sourceId, string body) => _messages.Add(new SentMessage(sourceId, body));

    /// <summary>Adds what a command has done.</summary>
    /// <param name="args">The command.</param>
    /// <param name="run">How it ended.</param>
    public async Task AddAsync(IReadOnlyList<string> args, CliRun run)
    {
        _isDecided |= args is ["erase", ..] or ["poison", "drop" or "correct" or "created", ..];
        if (args is ["send", var path, ..] && RequestOf(run) is { } requestId)
        {
            await AddFileAsync(requestId, path, new SendArguments(args).Reading);
        }
    }

    /// <summary>Adds the users of a file that became a request.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="path">The file.</param>
    /// <param name="how">How it was read; its kind is found out.</param>
    public async Task AddFileAsync(string requestId, string path, UserFileOptions how)
    {
        await using var body = File.OpenRead(path);
        var (kind, content) = await UserFileKinds.LookAsync(body, UserFileKinds.OfName(path)!.Value);
        using var users = await UserFile.OpenAsync(content, how with { Kind = kind }, SimulatedAccount.CatalogOf(environment.Local.HubSpot.Settings));
        _messages.UnionWith(await ImportedMessages.OfAsync(requestId, users));
    }

    /// <summary>Ends a test.</summary>
    /// <param name="secrets">Texts of its users that must have come nowhere but to HubSpot, beside those that all tests have.</param>
    public async Task EndAsync(params IReadOnlyList<string> secrets)
    {
        if (_messages.Count is 0)
        {
            return;
        }

        // The last message is deleted a little after the last outcome.
        var reader = new HistoryReader(environment.Local.Storage.ConnectionString, LocalEnvironment.QueueName, environment.Local.HubSpot, _createdBefore);
        await Eventually.SeesAsync("a history that holds", async () => Describe(await CheckAsync(reader, secrets)), violations => violations.Length is 0);
    }

    private static string? RequestOf(CliRun run) =>
        run.Error.Split("on the queue after ") is [_, var rest, ..] && rest.Split(": request ") is [_, var id, ..] ? id.Split('.')[0] : null;

    private async Task<IEnumerable<Violation>> CheckAsync(HistoryReader reader, IReadOnlyList<string> secrets)
    {
        string[] all = ["@cli.example", .. secrets, .. environment.Local.HubSpot.Settings.AcceptedTokens];
        var facts = await reader.ReadAsync(_messages, new HashSet<string>(), all, environment.Output, TestContext.Current.CancellationToken);
        return Invariants.Check(facts, isOver: true).Violations.Where(violation => !_isDecided || !AfterDecision.Contains(violation.Invariant, StringComparer.Ordinal));
    }

    private static string Describe(IEnumerable<Violation> violations) => string.Join('\n', violations.Take(10).Select(violation => $"{violation.Invariant} {violation.Detail}"));

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
