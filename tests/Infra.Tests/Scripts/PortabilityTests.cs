using System.Text.RegularExpressions;

namespace Infra.Tests.Scripts;

/// <summary>
/// What runs on macOS has bash 3.2 and BSD tools. The script tests take away commands and long options of later versions
/// (<c>old-bash.sh</c>, <c>bsd-tool.sh</c>); here is what no run can show, because a later bash reads it without complaint.
/// </summary>
public sealed partial class PortabilityTests
{
    public static TheoryData<string> Files { get; } = [.. Repository.Files("infra", "*.sh")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_script_uses_no_syntax_that_bash_3_2_lacks(string file)
    {
        Assert.Empty(LaterSyntax().Matches(Repository.Read(file)).Select(match => match.Value));
    }

    [Theory]
    [InlineData("mapfile -t lines")]
    [InlineData("echo \"${name,,}\"")]
    [InlineData("echo \"${name^}\"")]
    [InlineData("declare -A map")]
    [InlineData("local -n other=$1")]
    [InlineData("make |& tee log")]
    [InlineData("make &>>log")]
    [InlineData("echo \"${list[-1]}\"")]
    [InlineData("[[ -v name ]]")]
    [InlineData("printf '%(%s)T' -1")]
    [InlineData("root=()")]
    public void Later_syntax_is_recognised(string line)
    {
        Assert.Matches(LaterSyntax(), line);
    }

    [Fact]
    public async Task A_run_without_what_macOS_lacks_fails_where_a_script_needs_it()
    {
        using var script = new Script("set-token.sh");
        await script.RunAsync("dev", "token");
        var (mapfile, longOption) = (await script.RunLineAsync("mapfile -t lines"), await script.RunLineAsync("date --utc"));

        Assert.NotEqual(0, mapfile);
        Assert.NotEqual(0, longOption);
    }

    /// <summary>An array that may be empty is among them: with <c>set -u</c> bash 3.2 takes it for unset.</summary>
    [GeneratedRegex(@"\b(mapfile|readarray|coproc)\b|\$\{\w+(\[[^]]*\])?[,^]|\b(declare|local|typeset) -\w*[Ang]|\|&|&>>|\[-\d+\]\}|\[\[ -v |%\([^)]*\)T|;;?&|\w+=\(\)|\$\{\w+@\w\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LaterSyntax();
}
