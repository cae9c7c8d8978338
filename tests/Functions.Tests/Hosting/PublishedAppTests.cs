using Hosting;
using Simulators.Hosting;

namespace Functions.Tests.Hosting;

/// <summary>What is said while the app and its host are published, in a repository of their own with a publisher that only counts.</summary>
public sealed class PublishedAppTests : IDisposable
{
    private const string App = "Building the function app, which takes most of a minute the first time";
    private const string Host = "Building the host that runs it";

    private readonly DirectoryInfo _repository = Directory.CreateTempSubdirectory("published-app-");
    private readonly List<string> _said = [];
    private readonly List<string> _published = [];

    public PublishedAppTests()
    {
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "host.json", "src/Functions/Program.cs", "src/LocalHost/Program.cs" })
        {
            Write(file, "1");
        }
    }

    [Fact]
    public async Task Each_of_the_two_is_named_when_it_is_built_and_nothing_is_said_when_both_are_up_to_date()
    {
        var app = await MakeAsync();
        Assert.Equal([App, Host], _said);
        Assert.Equal(["Functions", "LocalHost"], _published);
        Assert.Equal((Folder("Functions"), Folder("LocalHost")), (app.Folder, app.HostFolder));

        await MakeAsync();
        Assert.Equal(2, _said.Count);
        Assert.Equal(2, _published.Count);

        Write("src/LocalHost/Program.cs", "changed");
        await MakeAsync();
        Assert.Equal([App, Host, Host], _said);
        Assert.Equal(["Functions", "LocalHost", "LocalHost"], _published);
    }

    [Fact]
    public async Task A_process_that_waits_for_another_s_build_says_so_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var other = await FileLock.TakeAsync(Path.Combine(_repository.FullName, "artifacts", "publish", ".lock"), TimeProvider.System, cancellationToken);

        var making = MakeAsync();
        Assert.Equal(["Waiting for another process that builds the function app"], _said);
        await other.DisposeAsync();
        await making;

        Assert.Equal(["Waiting for another process that builds the function app", App, Host], _said);
    }

    public void Dispose() => _repository.Delete(recursive: true);

    private string Folder(string project) => Path.Combine(_repository.FullName, "artifacts", "publish", project, "release");

    private void Write(string file, string text)
    {
        var path = Path.Combine(_repository.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private Task<PublishedApp> MakeAsync() => PublishedApp.MakeAsync(
        _repository.FullName,
        "src/Functions",
        ["host.json"],
        (project, _) =>
        {
            _published.Add(Path.GetFileName(project));
            return Task.CompletedTask;
        },
        _said.Add,
        TestContext.Current.CancellationToken);
}
