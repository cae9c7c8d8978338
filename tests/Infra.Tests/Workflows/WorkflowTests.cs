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
        var text = Repository.Read(file);
        var writing = Writing().Matches(text).Select(match => match.Groups["what"].Value).Distinct(StringComparer.Ordinal);

        Assert.Matches(@"\npermissions:( \{\}\n|\n  contents: read\n\n)", text);
        Assert.Empty(writing.Except(file.EndsWith("codeql.yml", StringComparison.Ordinal) ? ["security-events"] : ["id-token"], StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_script_of_a_workflow_has_text_of_others_in_it(string file)
    {
        Assert.DoesNotContain(Scripts(Repository.Read(file)), script => script.Contains("${{", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_workflow_holds_or_reads_a_secret(string file)
    {
        Assert.DoesNotContain("secrets.", Repository.Read(file), StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", Repository.Read(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy.yml", 3)]
    [InlineData("rollback.yml", 1)]
    [InlineData("ci.yml", 0)]
    [InlineData("codeql.yml", 0)]
    public void Only_jobs_of_an_environment_log_in_to_Azure(string file, int count)
    {
        var jobs = Job().Split(Repository.Read($".github/workflows/{file}"));
        var loggingIn = jobs.Where(job => job.Contains("azure/login@", StringComparison.Ordinal)).ToList();

        Assert.Equal(count, loggingIn.Count);
        Assert.All(loggingIn, job => Assert.Contains("\n    environment: ", job, StringComparison.Ordinal));
        Assert.All(jobs.Except(loggingIn, StringComparer.Ordinal), job => Assert.DoesNotContain("id-token", job, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_deployed_is_built_once_without_rights_and_goes_from_dev_to_prod()
    {
        var jobs = Job().Split(Repository.Read(".github/workflows/deploy.yml"));
        var building = jobs.Where(job => job.Contains("infra/package.sh", StringComparison.Ordinal) || job.Contains("setup-dotnet@", StringComparison.Ordinal)).ToList();

        var package = Assert.Single(building);
        Assert.StartsWith("  package:\n    needs: check\n", package, StringComparison.Ordinal);
        Assert.Contains("    env:\n      CI: true\n", package, StringComparison.Ordinal);
        Assert.DoesNotContain("id-token", package, StringComparison.Ordinal);
        Assert.DoesNotContain("cache", package.Replace("without a cache", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var environment in new[] { "dev", "prod" })
        {
            var job = jobs.Single(job => job.StartsWith($"  {environment}:", StringComparison.Ordinal));
            Assert.Contains("actions/download-artifact@", job, StringComparison.Ordinal);
            Assert.Contains($"run: infra/deploy.sh {environment} --package artifacts/release --yes\n", job, StringComparison.Ordinal);
            Assert.Contains($"    concurrency:\n      group: deploy-{environment}\n      cancel-in-progress: false\n", job, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Production_is_shown_before_its_gate_and_deployed_behind_it_from_main_only()
    {
        var jobs = Job().Split(Repository.Read(".github/workflows/deploy.yml"));
        var (plan, prod) = (jobs.Single(job => job.StartsWith("  prod-plan:", StringComparison.Ordinal)), jobs.Single(job => job.StartsWith("  prod:", StringComparison.Ordinal)));

        Assert.StartsWith("  prod-plan:\n    needs: dev\n    if: github.ref == 'refs/heads/main'\n", plan, StringComparison.Ordinal);
        Assert.Contains("    environment: prod-plan\n", plan, StringComparison.Ordinal);
        Assert.Contains("run: infra/deploy.sh prod --what-if", plan, StringComparison.Ordinal);
        Assert.StartsWith("  prod:\n    needs: prod-plan\n    if: github.ref == 'refs/heads/main'\n", prod, StringComparison.Ordinal);
        Assert.Contains("    environment: prod\n", prod, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_waits_for_a_deployment_of_its_environment_and_comes_from_main()
    {
        var text = Repository.Read(".github/workflows/rollback.yml");

        Assert.Contains("    if: github.ref == 'refs/heads/main'\n", text, StringComparison.Ordinal);
        Assert.Contains("      group: deploy-${{ inputs.environment }}\n", text, StringComparison.Ordinal);
        Assert.Contains("fetch-depth: 0", text, StringComparison.Ordinal);
        Assert.Contains("          ONLY_FROM: origin/main\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pull_requests_run_what_every_change_must_pass()
    {
        var text = Repository.Read(".github/workflows/ci.yml");

        Assert.Contains("pull_request:", text, StringComparison.Ordinal);
        Assert.Contains("run: .ci/run", text, StringComparison.Ordinal);
    }

    /// <summary>GitHub names a check after its job, not after the workflow; a required check of another name blocks every pull request.</summary>
    [Theory]
    [InlineData(".github/CONTRIBUTING.md")]
    [InlineData("docs/deploy.md")]
    public void The_required_check_is_called_as_its_job(string file)
    {
        var job = Job().Split(Repository.Read(".github/workflows/ci.yml"))[^1];
        var name = job[2..job.IndexOf(':', StringComparison.Ordinal)];

        Assert.DoesNotContain("\n    name:", job, StringComparison.Ordinal);
        Assert.Contains($"required check `{name}`", Repository.Read(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("      - run: echo ${{ github.event.issue.title }}\n", 1)]
    [InlineData("      - name: x\n        run: |\n          echo hello\n          echo ${{ github.event.issue.title }}\n      - uses: a/b@c\n        with:\n          x: ${{ github.ref }}\n", 1)]
    [InlineData("      - run: >-\n          echo\n\n          ${{ inputs.commit }}\n        env:\n          A: ${{ inputs.commit }}\n", 1)]
    [InlineData("      - uses: actions/github-script@c\n        with:\n          script: |\n            run(`${{ github.head_ref }}`)\n", 1)]
    [InlineData("      - run: echo $A\n        env:\n          A: ${{ inputs.commit }}\n", 0)]
    [InlineData("      - name: x\n        run: |\n          echo hello\n      - uses: a/b@c\n        with:\n          x: ${{ github.ref }}\n", 0)]
    public void Text_of_others_is_found_in_any_kind_of_script(string steps, int count)
    {
        Assert.Equal(count, Scripts(steps).Count(script => script.Contains("${{", StringComparison.Ordinal)));
    }

    /// <summary>The scripts of a workflow: in one line, or a block, which is all that is indented further than its key.</summary>
    private static IEnumerable<string> Scripts(string text) => Script().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"(?<what>[a-z-]+): write\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Writing();

    /// <summary>An expression in a script becomes part of it, whatever it holds; the way in is an environment variable.</summary>
    [GeneratedRegex(@"^(?<indent> *)(?<dash>- )?(run|script):.*\n((\k<indent> (?(dash)  ) *[^ \n].*)?\n)*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();

    [GeneratedRegex(@"uses: (?<action>.+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"\n(?=  [a-z-]+:\n)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Job();
}
