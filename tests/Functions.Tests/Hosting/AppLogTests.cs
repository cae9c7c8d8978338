using Hosting;

namespace Functions.Tests.Hosting;

public sealed class AppLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("app-log-");

    /// <summary>Lines of the worker and of the host, as their console loggers write them.</summary>
    [Theory]
    [InlineData("12:00:00.123 warn: HubSpotUsers.Queue.UserMessageHandler[300] Message 1 cannot be read", 1, 0)]
    [InlineData("12:00:00.123 fail: LocalHost.Worker.WorkerSupervisor[21] Worker process 7 ended with exit code 1; starting another", 0, 1)]
    [InlineData("12:00:00.123 crit: Microsoft.Hosting[1] Stopped", 0, 1)]
    [InlineData("12:00:00.123 \u001b[33mwarn\u001b[39m\u001b[22m: Category[300] text", 1, 0)]
    [InlineData("12:00:00.123 info: HubSpotUsers.Sending.BatchProcessor[101] 100 users; warn: of nothing, fail: nothing", 0, 0)]
    [InlineData("12:00:00.123 warn: Azure.Core[8] Error response [1] 404 The specified queue does not exist. (00.1s)", 0, 0)]
    [InlineData("error: The settings are not usable", 0, 0)]
    [InlineData("   at Functions.Program.Main(String[] args)", 0, 0)]
    public void An_entry_counts_by_its_level(string line, int warnings, int errors)
    {
        using var log = new AppLog(file: null);

        log.Add(line);

        Assert.Equal((warnings, errors), (log.Warnings, log.Errors));
    }

    [Fact]
    public async Task Lines_can_be_read_while_they_come_and_those_that_come_too_late_do_no_harm()
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, "app.log"));
        await File.WriteAllTextAsync(file.FullName, "of an earlier run");
        var log = new AppLog(file);

        log.Add("first");
        log.Add("second");

        Assert.Equal($"first{Environment.NewLine}second{Environment.NewLine}", await ReadAsync(file));
        log.Dispose();
        log.Add("third");
        Assert.DoesNotContain("third", await ReadAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        var path = Path.Combine(_folder.FullName, "missing", "app.log");

        var exception = Assert.Throws<HostingException>(() => new AppLog(new FileInfo(path)));

        Assert.StartsWith("The log cannot be written: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> ReadAsync(FileInfo file)
    {
        using var reader = new StreamReader(file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync();
    }
}
