using System.Globalization;
using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class UploadsTests(CliEnvironment environment) : SendingTests
{
    [Fact]
    public async Task An_upload_is_listed_shown_and_followed()
    {
        using var file = TestFile.Csv(30, badEvery: 30);
        var id = (string)(await environment.RunAsync("send", file.Path, "--yes", "--no-wait", "--json")).Ended(ExitCode.Attention).Json["requestId"]!;

        var followed = await environment.RunAsync("show", id, "--follow", "--json");
        var shown = await environment.RunAsync("show", id);
        var listed = await environment.RunAsync("uploads", "--json", "--needs-attention", "--state", "Done", "--day", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var table = await environment.RunAsync("uploads");

        Assert.Equal(("Done", 29), ((string?)followed.Ended(ExitCode.Attention).Json["state"], (int)followed.Json["outcomes"]!["Created"]!));
        Assert.Contains("FAULTY_LINE", shown.Ended(ExitCode.Attention).Out, StringComparison.Ordinal);
        Assert.Contains(id, listed.Ended(ExitCode.Ok).Json["requests"]!.AsArray().Select(request => (string?)request!["requestId"]));
        Assert.Contains(id, table.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_not_there_is_said_to_be_none() =>
        Assert.StartsWith("error:", (await environment.RunAsync("show", "019ab4d2a6f07c3e9d1b5a4f3c2e1d00")).Ended(ExitCode.Usage).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_day_without_uploads_says_how_to_send_one() =>
        Assert.Contains("hubspot-users send FILE", (await environment.RunAsync("uploads", "--day", "2026-01-01")).Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
}
