using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure.Storage.Queues;
using Functions.Tests.EndToEnd.Drivers;
using Functions.Tests.Simulators.Azurite;
using HubSpotUsers.Messages;

namespace Functions.Tests.Producers;

/// <summary>Runs the samples of <c>docs/producers.md</c> as they stand there, and reads what is on the queue then.</summary>
public sealed partial class ProducerSampleTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    /// <summary>A time to live that never ends.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue = new(azurite.Server.ConnectionString, "users");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("producer-");

    public async ValueTask InitializeAsync()
    {
        await _queue.CreateIfNotExistsAsync();
        await _queue.ClearMessagesAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Azure_CLI()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The sample is for bash.");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "az"), ProducerTools.Source("fake-az.sh"));

        await RunAsync("bash", ["-euc", $"cd \"$FAKE_FOLDER\"\n{ProducerSamples.Find("Azure CLI", "bash").Single()}"], ("PATH", $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}"), ("FAKE_FOLDER", _folder.FullName), ("STORAGE", "usersstorage"));

        await SendKeptAsync();
        await AssertSentAsync();
    }

    [Fact]
    public async Task JavaScript()
    {
        var packages = await ProducerTools.JavaScriptAsync();
        var script = Path.Combine(packages, $"{Guid.NewGuid():N}.mjs");
        await File.WriteAllTextAsync(script, ProducerSamples.Find("JavaScript", "js").Single());

        await RunAsync("node", [script]);

        File.Delete(script);
        await AssertSentAsync();
    }

    [Fact]
    public async Task Python()
    {
        Assert.SkipUnless(ProducerTools.Has("python3"), "There is no python3 on this machine.");

        await RunAsync(
            "python3",
            ["-c", ProducerSamples.Find("Python", "python").Single()],
            ("PYTHONPATH", await ProducerTools.PythonPathAsync()),
            ("PYTHONDONTWRITEBYTECODE", "1"),
            ("FAKE_FOLDER", _folder.FullName));

        await SendKeptAsync();
        await AssertSentAsync();
    }

    [Fact]
    public async Task CSharp()
    {
        var source = (await File.ReadAllTextAsync(ProducerTools.Source("CSharpSample.cs"))).ReplaceLineEndings("\n");
        var compiled = string.Join('\n', source.Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line));
        Assert.Contains(ProducerSamples.Find("C#", "csharp").Single(), compiled, StringComparison.Ordinal);

        await CSharpSample.RunAsync(azurite.Server.ConnectionString);

        await AssertSentAsync();
    }

    [Fact]
    public async Task PowerShell()
    {
        var powershell = await ProducerTools.PowerShellAsync();
        var script = Path.Combine(_folder.FullName, "sample.ps1");
        await File.WriteAllTextAsync(script, await File.ReadAllTextAsync(ProducerTools.Source("powershell-stand-in.ps1")) + ProducerSamples.Find("PowerShell", "powershell").Single());

        await RunAsync(powershell, ["-NoProfile", "-NonInteractive", "-File", script], ("FAKE_FOLDER", _folder.FullName), ("POWERSHELL_TELEMETRY_OPTOUT", "1"));

        await SendKeptAsync();
        await AssertSentAsync();
    }

    [Fact]
    public async Task Logic_Apps_and_Power_Automate()
    {
        var samples = ProducerSamples.Find("Logic Apps and Power Automate", "json");
        var action = JsonNode.Parse(samples[0])!["Send_users"]!["inputs"]!;
        Assert.Equal("POST", action["method"]!.GetValue<string>());
        Assert.EndsWith(".queue.core.windows.net/users/messages?messagettl=-1", action["uri"]!.GetValue<string>(), StringComparison.Ordinal);

        var text = XElement.Parse(action["body"]!.GetValue<string>()).Element("MessageText")!.Value;
        await _queue.SendMessageAsync(Base64Expression().Replace(text, match => Convert.ToBase64String(Encoding.UTF8.GetBytes(match.Groups["text"].Value))), timeToLive: Never);
        await _queue.SendMessageAsync(samples[1], timeToLive: Never);

        await AssertSentAsync();
    }

    [Fact]
    public void Events_have_one_identity_in_either_schema_which_the_command_finds()
    {
        var identity = EventHeader.IdOf("/hr/contoso", "7");

        var parsed = ProducerSamples.Find("Events", "json").Select(sample => MessageParser.ParseMessage(Encoding.UTF8.GetBytes(sample))).ToList();

        Assert.Equal(2, parsed.Count);
        Assert.All(parsed, message => Assert.Equal(identity, message.Id));
        Assert.All(parsed, AssertIsAda);
    }

    [Fact]
    public async Task The_command_for_the_identity_of_an_event_prints_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sample is for bash and sha256sum.");

        var output = await RunAsync("bash", ["-euc", ProducerSamples.Find("Events", "bash").Single()]);

        Assert.Equal(EventHeader.IdOf("/hr/contoso", "7"), output.Trim());
    }

    [Fact]
    public void The_first_message_is_read()
    {
        var parsed = MessageParser.ParseMessage(Encoding.UTF8.GetBytes(ProducerSamples.Find("A message", "json").Single()));

        Assert.Equal("hr-4711", parsed.Id);
        AssertIsAda(parsed);
    }

    private static void AssertIsAda(ParsedMessage parsed) => Assert.Equal("ada@example.com", Assert.Single(parsed.Inputs).User?.Properties["hs_email"]);

    /// <summary>Every sample sends the same user in plain text and in another form.</summary>
    private async Task AssertSentAsync()
    {
        var messages = (await _queue.ReceiveMessagesAsync(10)).Value;
        Assert.Equal(2, messages.Select(message => message.MessageText).Distinct(StringComparer.Ordinal).Count());
        Assert.All(messages, message =>
        {
            // Storage shows a message without an end as one that ends some thousand years from now; its default is seven days.
            Assert.True(message.ExpiresOn - message.InsertedOn > TimeSpan.FromDays(36_500), $"It expires on {message.ExpiresOn:u}.");
            var parsed = MessageParser.ParseMessage(message.Body.ToMemory());
            Assert.Equal("hr-4711", parsed.Id);
            AssertIsAda(parsed);
        });
    }

    /// <summary>Sends what a stand-in has kept.</summary>
    private async Task SendKeptAsync()
    {
        foreach (var file in _folder.GetFiles("message-*"))
        {
            await _queue.SendMessageAsync(await File.ReadAllTextAsync(file.FullName), timeToLive: Never);
        }
    }

    private async Task<string> RunAsync(string command, string[] arguments, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["AZURE_STORAGE_CONNECTION_STRING"] = azurite.Server.ConnectionString };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var run = await ProcessRun.OfCommandAsync(command, arguments, environment);
        Assert.True(run.ExitCode is 0, $"{command} ended with {run.ExitCode}:\n{run.Output}");
        return run.Output;
    }

    /// <summary>The expression of Logic Apps that encodes a text.</summary>
    [GeneratedRegex(@"@\{base64\('(?<text>[^']*)'\)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Base64Expression();
}
