using System.Text;
using System.Text.Json.Nodes;
using HubSpotUsers.Notices;

namespace HubSpotUsers.Tests.Notices;

public sealed class NoticeBodyTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 4, 0, TimeSpan.Zero);

    private static readonly Notice Finished = Notice.Of(At, "run", new FinishedRequest(
        "0192f0c1",
        "Import",
        At.AddMinutes(-4),
        3,
        1,
        new Dictionary<string, int>(StringComparer.Ordinal) { ["Created"] = 2, ["Rejected"] = 1 },
        2,
        new Uri("https://app.example.com/api/requests/0192f0c1")));

    private static readonly Uri Dashboard = new("https://app.example.com/api/dashboard");

    [Fact]
    public void An_event_has_type_time_and_data()
    {
        var body = Read(NoticeFormat.Standard);

        Assert.Equal(
            """{"type":"request.finished","timestamp":"2026-11-23T10:04:00Z","data":{"requestId":"0192f0c1","kind":"Import","receivedAt":"2026-11-23T10:00:00+00:00","users":3,"faultyLines":1,"outcomes":{"Created":2,"Rejected":1},"needsAttention":2,"statusUrl":"https://app.example.com/api/requests/0192f0c1"}}""",
            body.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public void Slack_gets_a_text_with_a_link()
    {
        var body = Read(NoticeFormat.Slack);

        Assert.Equal(["text"], body.AsObject().Select(member => member.Key));
        Assert.Equal("Upload 0192f0c1 is finished: 2 Created, 1 Rejected. A person must look at 2. <https://app.example.com/api/dashboard|Open the dashboard>", (string?)body["text"]);
    }

    [Fact]
    public void Teams_gets_a_message_with_an_adaptive_card()
    {
        var body = Read(NoticeFormat.Teams);

        var attachment = Assert.Single(body["attachments"]!.AsArray())!;
        Assert.Equal(("message", "application/vnd.microsoft.card.adaptive"), ((string?)body["type"], (string?)attachment["contentType"]));
        Assert.Equal("AdaptiveCard", (string?)attachment["content"]!["type"]);
        Assert.Equal(Finished.Text, (string?)attachment["content"]!["body"]![0]!["text"]);
        Assert.Equal(Dashboard.AbsoluteUri, (string?)attachment["content"]!["actions"]![0]!["url"]);
    }

    [Theory]
    [InlineData(nameof(NoticeFormat.Slack))]
    [InlineData(nameof(NoticeFormat.Teams))]
    public void An_app_that_does_not_know_its_address_sets_no_link(string format) =>
        Assert.DoesNotContain("http", Read(Enum.Parse<NoticeFormat>(format), dashboard: null).ToJsonString().Replace("http://adaptivecards.io", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void An_upload_whose_sender_chose_its_id_is_named_by_its_time()
    {
        var notice = Notice.Of(At, "run", new FinishedRequest(null, "Queued", At, 0, 0, new Dictionary<string, int>(StringComparer.Ordinal), 0, null));

        Assert.Equal("The upload of 2026-11-23 10:04:00 UTC is finished: it has no users.", notice.Text);
        Assert.DoesNotContain("requestId", notice.Data, StringComparison.Ordinal);
    }

    private static JsonNode Read(NoticeFormat format) => Read(format, Dashboard);

    private static JsonNode Read(NoticeFormat format, Uri? dashboard) => JsonNode.Parse(Encoding.UTF8.GetString(NoticeBody.Write(Finished, format, dashboard)))!;
}
