using System.Diagnostics;
using System.Text.Json.Nodes;
using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Dashboard.Drivers;

/// <summary>A real browser without a window, driven by tests/Browser/driver.mjs.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Names = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"];

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private Browser(Process process) => _process = process;

    /// <summary>What drives it.</summary>
    internal static NpmFolder Tools { get; } = new("Browser");

    /// <summary>Where Chromium or Chrome is on this machine; null when it is not. <c>.ci/run</c> installs it.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .SelectMany(folder => Names, Path.Combine)
        .FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    public static async Task<Browser> StartAsync()
    {
        await Tools.InstalledAsync();
        return new Browser(Process.Start(new ProcessStartInfo("node", [Path.Combine(Tools.Path, "driver.mjs"), Program!])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>Takes a step, and gives what came of it.</summary>
    public async Task<JsonNode?> DoAsync(JsonObject step)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(step.ToJsonString());
            await _process.StandardInput.FlushAsync();
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System);
            var reply = JsonNode.Parse(line ?? """{"error":"The browser's driver has ended."}""")!;
            Assert.True(reply["error"] is null, $"{step.ToJsonString()}: {reply["error"]}");
            return reply["value"];
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The driver ends with its input, and Chromium with it.
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _turn.Dispose();
    }
}
