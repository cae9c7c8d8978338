using System.Text.RegularExpressions;

namespace Infra.Tests.Workflows;

/// <summary>Their syntax is checked by actionlint; here, that they can do little harm.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files { get; } = [.. Repository.Files(".github/workflows", "*.yml")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_of_others_are_pinned_to_a_commit_and_say_its_version(string file)
    {
        var uses = Uses().Matches(Repository.Read(file)).Select(match => match.Groups["action"].Value).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses.Where(action => !action.StartsWith("./", StringComparison.Ordinal)), action => Assert.Matches("^[a-z/-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$", action));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_action_is_pinned_to_one_commit_everywhere(string file)
    {
        var everywhere = Files.SelectMany(row => Uses().Matches(Repository.Read(row.Data))).Select(match => match.Groups["action"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.All(
            Uses().Matches(Repository.Read(file)).Select(match => match.Groups["action"].Value.Split('@')[0]),
            name => Assert.Single(everywhere, action => action.Split('@')[0] == name));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_begins_with_next_to_no_permission(string file)
    {
        Assert.Matches(@"\npermissions:( \{\}\n|\n  contents: read\n\n)", Repository.Read(file));
        Assert.DoesNotContain(": write\n", Repository.Read(file).Replace("id-token: write\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_workflow_holds_or_reads_a_secret(string file)
    {
        Assert.DoesNotContain("secrets.", Repository.Read(file), StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", Repository.Read(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_jobs_of_an_environment_log_in_to_Azure()
    {
        var jobs = Job().Split(Repository.Read(".github/workflows/deploy.yml"));
        var loggingIn = jobs.Where(job => job.Contains("azure/login@", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, loggingIn.Count);
        Assert.All(loggingIn, job => Assert.Contains("\n    environment: ", job, StringComparison.Ordinal));
        Assert.All(jobs.Except(loggingIn, StringComparer.Ordinal), job => Assert.DoesNotContain("id-token", job, StringComparison.Ordinal));
        Assert.DoesNotContain("azure/login@", Repository.Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Production_is_shown_before_its_gate_and_deployed_behind_it()
    {
        var text = Repository.Read(".github/workflows/deploy.yml");

        Assert.Matches(@"(?s)\n  prod-plan:\n    needs: dev\n.*deploy\.sh prod --what-if\n\n  prod:\n    needs: prod-plan\n.*\n    environment: prod\n.*deploy\.sh prod --yes\n", text);
    }

    [Fact]
    public void Pull_requests_run_what_every_change_must_pass()
    {
        var text = Repository.Read(".github/workflows/ci.yml");

        Assert.Contains("pull_request:", text, StringComparison.Ordinal);
        Assert.Contains("run: .ci/run", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"uses: (?<action>.+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"\n(?=  [a-z-]+:\n)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Job();
}
