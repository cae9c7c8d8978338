using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Api.Dashboard;
using Testing.Drivers;

namespace Api.Tests.Dashboard;

public sealed partial class DashboardPageTests
{
    private static readonly DashboardPage Page = DashboardPage.Read();

    private static readonly string Text = Encoding.UTF8.GetString(Page.Content);

    [Fact]
    public void The_policy_names_the_style_and_the_script_that_are_in_the_page_and_nothing_else_is()
    {
        Assert.Contains($"script-src '{HashOf(Assert.Single(Scripts().Matches(Text)))}'", Page.Policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{HashOf(Assert.Single(Styles().Matches(Text)))}'", Page.Policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(" (src|on[a-z]+|style)=", Markup());
        Assert.DoesNotMatch("https?://(?!www.w3.org)", Markup());
    }

    [Fact]
    public void Every_file_of_the_page_is_in_it()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "Page")).Where(file => Path.GetExtension(file) is ".js" or ".css"))
        {
            Assert.Contains(File.ReadAllText(file).ReplaceLineEndings("\n"), Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_script_makes_HTML_of_text_or_runs_text()
    {
        var own = string.Concat(Directory.EnumerateFiles(Path.Combine(Folder, "Page"), "*.js").Select(File.ReadAllText));

        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|localStorage|document\.cookie", own);
    }

    [Fact]
    public void What_others_wrote_has_its_licence_beside_it_and_in_the_page()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Folder, "ThirdParty")))
        {
            Assert.True(File.Exists(Path.Combine(folder, "LICENSE")), folder);
        }

        Assert.Contains(File.ReadAllText(Path.Combine(Folder, "ThirdParty", "uPlot", "LICENSE")).ReplaceLineEndings("\n"), Text, StringComparison.Ordinal);
    }

    private static string Folder => Path.Combine(Repository.Root, "src", "Api", "Dashboard");

    private static string Markup() => Scripts().Replace(Styles().Replace(Text, string.Empty), string.Empty);

    private static string HashOf(Match match) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups["text"].Value)))}";

    [GeneratedRegex("<script[^>]*>(?<text>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style[^>]*>(?<text>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Styles();
}
