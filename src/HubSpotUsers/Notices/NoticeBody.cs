using System.Text;
using System.Text.Json.Nodes;

namespace HubSpotUsers.Notices;

/// <summary>Writes a notice as its receiver reads it.</summary>
internal static class NoticeBody
{
    private const string LinkTitle = "Open the dashboard";

    /// <summary>Writes it.</summary>
    /// <param name="format">For whom.</param>
    /// <param name="dashboard">The address of the dashboard, for those who read the text; null when the app does not know its address.</param>
    public static byte[] Write(Notice notice, NoticeFormat format, Uri? dashboard) => Encoding.UTF8.GetBytes((format switch
    {
        NoticeFormat.Slack => Slack(notice, dashboard),
        NoticeFormat.Teams => Teams(notice, dashboard),
        _ => Standard(notice),
    }).ToJsonString());

    private static JsonObject Standard(Notice notice) => new()
    {
        ["type"] = notice.Type,
        ["timestamp"] = notice.At.UtcDateTime,
        ["data"] = JsonNode.Parse(notice.Data),
    };

    /// <summary>A link stands in angle brackets (Slack: Formatting text); neither text nor address has a character that must be escaped.</summary>
    private static JsonObject Slack(Notice notice, Uri? dashboard) => new()
    {
        ["text"] = dashboard is null ? notice.Text : $"{notice.Text} <{dashboard.AbsoluteUri}|{LinkTitle}>",
    };

    private static JsonObject Teams(Notice notice, Uri? dashboard)
    {
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = new JsonArray(new JsonObject { ["type"] = "TextBlock", ["text"] = notice.Text, ["wrap"] = true }),
        };
        if (dashboard is not null)
        {
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = LinkTitle, ["url"] = dashboard.AbsoluteUri });
        }

        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = card,
            }),
        };
    }
}
