using LocalHost.Configuration;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Configuration;

public sealed class LocalSettingsTests : IDisposable
{
    private const string Missing = "LocalSettingsTests__Missing";
    private const string Present = "LocalSettingsTests__Present";
    private const string Connection = "ConnectionStrings:LocalSettingsTests";

    public LocalSettingsTests() => Environment.SetEnvironmentVariable(Present, "environment");

    [Fact]
    public void Values_of_the_file_become_variables_and_existing_ones_stay()
    {
        using var folder = new AppFolder().With(
            "local.settings.json",
            $$"""
            {
              "IsEncrypted": false,
              "Values": { "{{Missing}}": "file", "LocalSettingsTests:Present": "file" },
              "ConnectionStrings": { "LocalSettingsTests": "connection" }
            }
            """);

        LocalSettings.Load(folder.Path).SetEnvironment();

        Assert.Equal("file", Environment.GetEnvironmentVariable(Missing));
        Assert.Equal("environment", Environment.GetEnvironmentVariable(Present));
        Assert.Null(Environment.GetEnvironmentVariable("LocalSettingsTests:Present"));
        Assert.Equal("connection", Environment.GetEnvironmentVariable(Connection));
    }

    [Theory]
    [InlineData("""{ "Host": { "LocalHttpPort": 7100 } }""", 7100)]
    [InlineData("{}", 7071)]
    public void The_port_is_that_of_the_file_or_the_default_of_the_Core_Tools(string content, int port)
    {
        using var folder = new AppFolder().With("local.settings.json", content);

        Assert.Equal(port, LocalSettings.Load(folder.Path).Port);
    }

    [Fact]
    public void The_file_may_be_missing()
    {
        using var folder = new AppFolder();

        Assert.Equal(7071, LocalSettings.Load(folder.Path).Port);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Missing, null);
        Environment.SetEnvironmentVariable(Present, null);
        Environment.SetEnvironmentVariable(Connection, null);
    }
}
