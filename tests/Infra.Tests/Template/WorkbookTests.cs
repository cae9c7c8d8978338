using System.Text.Json;

namespace Infra.Tests.Template;

public sealed class WorkbookTests
{
    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_workbook_shows_every_query_written_for_it(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var shown = Panels(snapshot).Select(panel => panel.GetProperty("query").GetString()).Order(StringComparer.Ordinal);

        Assert.Equal(Repository.Files("infra/queries/workbook", "*.kql").Select(Repository.Read).Order(StringComparer.Ordinal), shown);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Every_panel_asks_the_workspace_for_the_chosen_time(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var workspace = snapshot.Single("Microsoft.OperationalInsights/workspaces").Id;

        Assert.All(Panels(snapshot), panel =>
        {
            Assert.Equal(workspace, panel.GetProperty("crossComponentResources")[0].GetString());
            Assert.Equal("TimeRange", panel.GetProperty("timeContextFromParameter").GetString());
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
        });
    }

    private static List<JsonElement> Panels(Snapshot snapshot) =>
    [
        .. JsonElement.Parse(snapshot.Single("Microsoft.Insights/workbooks")["serializedData"]!).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("type").GetInt32() is 3)
            .Select(item => item.GetProperty("content")),
    ];
}
