using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class StartUpTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Fact]
    public async Task Bad_settings_are_named_all_at_once_and_the_app_ends()
    {
        var settings = Fixture.Environment.AppSettings();
        settings["UsersQueue"] = "Bad--Name";
        settings["KeyVault__VaultUri"] = "http://vault.example.com/";
        settings["HubSpot__BaseAddress"] = "http://api.example.com/";
        settings["HubSpot__RateLimit"] = "many";
        settings["Batching__MaxInputs"] = "101";
        settings["Http__MaxInputs"] = "0";

        var run = await ProcessRun.OfAsync("LocalHost", [await TheApp.FolderAsync(), "--port", "0"], settings);

        Assert.NotEqual(0, run.ExitCode);
        Assert.All(
            ["UsersQueue", "KeyVault:VaultUri", "HubSpot:BaseAddress", "HubSpot:RateLimit", "Batching:MaxInputs", "Http:MaxInputs"],
            name => Assert.Contains(name, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_about_bad_settings_says_that_it_is_an_error_as_the_host_exports_no_other()
    {
        var settings = Fixture.Environment.AppSettings();
        settings["KeyVault__VaultUr"] = settings["KeyVault__VaultUri"];
        settings.Remove("KeyVault__VaultUri");

        var run = await ProcessRun.OfAsync("LocalHost", [await TheApp.FolderAsync(), "--port", "0"], settings);

        List<string> said = [.. run.Output.Split('\n').Where(line => line.Contains("settings are not usable", StringComparison.Ordinal) || line.Contains("KeyVault:VaultUr", StringComparison.Ordinal))];
        Assert.Contains(said, line => line.Contains("KeyVault:VaultUr is unknown", StringComparison.Ordinal));
        Assert.InRange(said.Count, 3, 9);
        Assert.All(said, line => Assert.StartsWith("error: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_storage_the_app_says_what_to_set_and_ends()
    {
        var settings = Fixture.Environment.AppSettings();
        settings.Remove("UsersStorage");

        var run = await ProcessRun.OfAsync("LocalHost", [await TheApp.FolderAsync(), "--port", "0"], settings);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("UsersStorage", run.Output, StringComparison.Ordinal);
        Assert.Contains("queueServiceUri", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_setting_is_not_repeated_when_it_may_be_a_secret()
    {
        const string Secret = "pat-na1-00000000-0000-0000-0000-000000000000";
        var settings = Fixture.Environment.AppSettings();
        settings["KeyVault__SecretName"] = Secret + "!";

        var run = await ProcessRun.OfAsync("LocalHost", [await TheApp.FolderAsync(), "--port", "0"], settings);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("SecretName", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
    }
}
