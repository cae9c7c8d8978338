using System.Text;
using System.Text.Json;
using Api.Queueing;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;
using History;
using Hosting;
using HubSpotUsers;
using HubSpotUsers.Files;
using HubSpotUsers.Messages;

namespace Functions.Tests.Dashboard.Drivers;

/// <summary>What a test of the page sent, by whatever way, against which every promise is checked when it ends.</summary>
public sealed class DashboardHistory(ApiEnvironment app)
{
    private readonly List<SentMessage> _sent = [];
    private readonly HashSet<string> _decided = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _corrected = new(StringComparer.Ordinal);
    private readonly int _recordsBefore = app.Local.HubSpot.Journal.Created.Count;

    /// <summary>Notes a message of the queue, or of the poison queue.</summary>
    public void Add(string sourceId, string body) => _sent.Add(new SentMessage(sourceId, body));

    /// <summary>Notes the users of a request that went through the queue.</summary>
    public void AddRequest(string id, string body) => AddPacked(id, MessageParser.ParseRequest(Encoding.UTF8.GetBytes(body)).Inputs.Select(input => input.User!));

    /// <summary>Notes the users of a file, as the app's own reader finds them.</summary>
    /// <param name="id">The request it became.</param>
    /// <param name="content">The file.</param>
    /// <param name="kind">What it is: Csv, JsonLines, Json or Workbook.</param>
    /// <param name="charset">Its charset, where it was said.</param>
    /// <param name="map">What was said of its columns.</param>
    public async Task AddFileAsync(string id, byte[] content, string kind = "Csv", string? charset = null, params IEnumerable<(string Column, string Property)> map)
    {
        await using var body = new MemoryStream(content);
        var options = new UserFileOptions { Kind = Enum.Parse<UserFileKind>(kind), Charset = charset, Map = map.ToDictionary(one => one.Column, one => one.Property, StringComparer.Ordinal) };
        using var file = await UserFile.OpenAsync(body, options, catalog: null);
        var users = new List<UserInput>();
        while (await file.NextAsync() is { } row)
        {
            if (row.User is { } user)
            {
                users.Add(user.ObjectWriteTraceId is null ? user with { ObjectWriteTraceId = $"line-{row.Line}" } : user);
            }
        }

        AddPacked(id, users);
    }

    /// <summary>Takes users out of the check because a person decided about them: dropped, or marked as created.</summary>
    public void Decide(string sourceId, params IEnumerable<int> indexes) => _decided.UnionWith(indexes.Select(index => $"{sourceId}-{index}"));

    /// <summary>Notes that a person gave a user another address.</summary>
    public void Correct(string key, string address) => _corrected[key] = address;

    /// <summary>Fails if a promise was broken.</summary>
    public async Task AssertAsync()
    {
        var facts = await new HistoryReader(app.Local.Storage.ConnectionString, LocalEnvironment.QueueName, app.Local.HubSpot, _recordsBefore).ReadAsync(
            _sent,
            new HashSet<string>(StringComparer.Ordinal),
            [TestUser.Marker, .. app.Local.HubSpot.Settings.AcceptedTokens],
            app.App.Output,
            CancellationToken.None);
        var result = Invariants.Check(
            facts with { Inputs = [.. facts.Inputs.Where(input => !_decided.Contains(input.Key)).Select(AsCorrected)], Rows = [.. facts.Rows.Where(row => !_decided.Contains(row.Key))] },
            isOver: true);

        Assert.True(result.Holds, string.Join('\n', result.Violations.Select(violation => $"{violation.Invariant}: {violation.Detail}")));
    }

    private SentInput AsCorrected(SentInput input) => input with { UniqueValue = _corrected.GetValueOrDefault(input.Key, input.UniqueValue!) };

    /// <summary>The messages that users of a request become: always the same for the same users.</summary>
    private void AddPacked(string id, IEnumerable<UserInput> users)
    {
        var packer = new MessagePacker(id, traceParent: null);
        List<BinaryData?> messages = [.. users.Select(user => packer.Add(MessagePacker.Write(user)!))];
        messages.Add(packer.Flush());
        _sent.AddRange(messages.OfType<BinaryData>().Select(message => new SentMessage(JsonElement.Parse(message.ToMemory().Span).GetProperty("id").GetString()!, message.ToString())));
    }
}
