using LocalHost.Configuration;

namespace Functions.Tests.LocalHost.Configuration;

public sealed class LocalSettingsTests : IDisposable
{
    private const string Missing = "LocalSettingsTests__Missing";
    private const string Present = "LocalSettingsTests__Present";

    public LocalSettingsTests() => Environment.SetEnvironmentVariable(Present, "environment");

    [Fact]
    public void SetEnvironment_VariableMissing_IsSetFromTheFileAndExistingOnesStay()
    {
        using var folder = new AppFolder().With(
            "local.settings.json", $$"""{ "IsEncrypted": false, "Values": { "{{Missing}}": "file", "LocalSettingsTests:Present": "file" } }""");

        LocalSettings.Load(folder.Path).SetEnvironment();

        Assert.Equal("file", Environment.GetEnvironmentVariable(Missing));
        Assert.Equal("environment", Environment.GetEnvironmentVariable(Present));
        Assert.Null(Environment.GetEnvironmentVariable("LocalSettingsTests:Present"));
    }

    [Theory]
    [InlineData("""{ "Host": { "LocalHttpPort": 7100 } }""", 7100)]
    [InlineData("{}", 7071)]
    public void Port_is_the_files_or_the_tools_default(string content, int port)
    {
        using var folder = new AppFolder().With("local.settings.json", content);

        Assert.Equal(port, LocalSettings.Load(folder.Path).Port);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Missing, null);
        Environment.SetEnvironmentVariable(Present, null);
    }
}
