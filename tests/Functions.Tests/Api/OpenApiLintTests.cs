using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Api;

/// <summary>The committed document under the recommended rules of two linters; a warning is a fault.</summary>
public sealed class OpenApiLintTests
{
    private static string Document => Path.Combine(ProcessRun.Repository, "docs", "openapi.json");

    [Fact]
    public Task Redocly_finds_nothing() =>
        NpmTools.RunAsync("redocly", "lint", "--config", Path.Combine(NpmTools.Folder, "redocly.yaml"), Document);

    [Fact]
    public Task Spectral_finds_nothing() =>
        NpmTools.RunAsync("spectral", "lint", "--ruleset", Path.Combine(NpmTools.Folder, ".spectral.yaml"), "--fail-severity", "hint", Document);
}
