using System.Text.RegularExpressions;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

/// <summary>Keeps one name for each concept, and the English plain, in code, texts and documents.</summary>
public sealed partial class WordTests
{
    private static readonly (Regex Word, string Say)[] Rules =
    [
        (Verdict(), "outcome, or result of a check"),
        (Answer(), "response, respond, return"),
        (PutBack(), "defer, hold"),
        (GiveUp(), "poison for a user; stop, end, cancel for a call"),
        (Park(), "poison"),
        (Gate(), "_lock for a mutex; otherwise the type's name"),
        (Try(), "attempt"),
        (Told(), "is reported, is notified, is determined"),
        (Learns(), "reads, records"),
        (Person(), "no process, no caller, another process: who is meant"),
        (Quaint(), "what Microsoft Learn would write"),
    ];

    [Fact]
    public void No_text_has_a_word_that_is_ruled_out()
    {
        List<string> files = [.. Files()];

        Assert.InRange(files.Count, 1000, int.MaxValue);
        string[] found = [.. files.SelectMany(file => Find(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllLines(file)))];
        Assert.True(found.Length is 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("/// <summary>What HubSpot answers.</summary>", "answers")]
    [InlineData("public Task A_message_that_is_put_back_is_no_attempt()", "put_back")]
    [InlineData("private Task PutBackAsync()", "PutBack")]
    [InlineData("The host gave up.", "gave up")]
    [InlineData("private readonly Lock _gate = new();", "_gate")]
    [InlineData("It waits before the next try.", "next try")]
    [InlineData("A_pause_is_told_once()", "told")]
    [InlineData("It creates no one twice.", "no one")]
    [InlineData("It would wait for ever.", "for ever")]
    public void A_word_that_is_ruled_out_is_found_with_its_file_and_line(string line, string word) =>
        Assert.Equal([$"docs/page.md:2: '{word}'"], Find("docs/page.md", [string.Empty, line]).Select(found => found[..found.IndexOf(';', StringComparison.Ordinal)]));

    [Theory]
    [InlineData("        try")]
    [InlineData("if (TryParse(text) is null) // Retry, and try to read it again.")]
    [InlineData("The same page for everyone, for every user, with the input backlog of the parking garage's garden.")]
    [InlineData("row[nameof(PoisonCount.ToldAt)] = now; // https://learn.microsoft.com/azure")]
    [InlineData("\"Retry failed after 4 tries.\"")]
    [InlineData("private readonly SendingGate _sendingGate;")]
    public void Words_that_only_look_alike_pass(string line) => Assert.Empty(Find("src/File.cs", [line]));

    private static IEnumerable<string> Find(string file, IReadOnlyList<string> lines) =>
        from line in lines.Index()
        from rule in Rules
        from match in rule.Word.Matches(line.Item)
        select $"{file}:{line.Index + 1}: '{match.Value}'; say {rule.Say}";

    private static IEnumerable<string> Files() =>
        new[] { "src", "docs", "infra", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Where(file => Text().IsMatch(file) && !Foreign().IsMatch(file));

    [GeneratedRegex(@"\.(cs|md|m?js|cjs|mts|css|html|http|json|sh|ps1|py|bicep|bicepparam|kql|ya?ml|txt)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();

    /// <summary>What others wrote, what a tool draws from texts that are read here anyway, data, and these rules themselves.</summary>
    [GeneratedRegex(@"[\\/](node_modules|bin|obj|ThirdParty|Fixtures|Seeds)[\\/]|\.snapshot\.json$|packages\.lock\.json$|package-lock\.json$|WordTests\.cs$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();

    [GeneratedRegex("verdict", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Verdict();

    [GeneratedRegex("answer(s|ed|ing)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Answer();

    [GeneratedRegex(@"(?<![A-Za-z])(?i:put(s|ting)?[ _]?(back|aside)|tak(es?|en|ing)[ _]back|leftovers?)(?![a-z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PutBack();

    [GeneratedRegex(@"(?<![a-z])(giv(es?|en|ing)|gave)[ _]up(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GiveUp();

    [GeneratedRegex(@"\bpark(s|ed)?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Park();

    [GeneratedRegex(@"\b_gate\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gate();

    /// <summary>The noun only. The SDK of Azure has it in a message that tests quote.</summary>
    [GeneratedRegex(@"(?<!Retry failed after )(?<![a-z])(a|an|the|each|every|one|first|second|last|next|another|single|per|its|own|more|many|[0-9]+)[ _](try|tries)(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Try();

    /// <summary><c>ToldAt</c> is a column of a table.</summary>
    [GeneratedRegex(@"(?<![A-Za-z])told(?![a-z]|At\b)|(?<=[a-z])Told(?!At\b|[a-z])|\bTold(?!At\b|[a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Told();

    [GeneratedRegex(@"(?<![a-z])(learns|learnt)(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Learns();

    [GeneratedRegex(@"(?<![a-z])(no[ _]one|nobody|somebody)(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Person();

    [GeneratedRegex(
        @"(?<![a-z])(mend(s|ed|ing)?|on[ _]duty|for[ _]ever|eighth of a second|takes?[ _]note|surely|lest|stands?[ _]against|is[ _]no[ _]JSON|last[ _]word|without[ _]a[ _]word|in[ _]vain|knows?[ _]better|just[ _]now|comes?[ _]to[ _]nothing|broke[ _]off|amiss)(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quaint();
}
