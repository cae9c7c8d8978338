using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Dashboard;

public sealed class ThirdPartyTests
{
    [Theory]
    [InlineData("dist/uPlot.iife.min.js")]
    [InlineData("dist/uPlot.min.css")]
    [InlineData("LICENSE")]
    public async Task The_chart_in_the_page_is_the_one_of_the_lock_file(string file)
    {
        await Browser.Tools.InstalledAsync();

        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Browser.Tools.Path, "node_modules", "uplot", file)),
            await File.ReadAllTextAsync(Path.Combine(ProcessRun.Repository, "src", "Api", "Dashboard", "ThirdParty", "uPlot", Path.GetFileName(file))));
    }
}
