using System.Globalization;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Uploads;

/// <summary>Users and faulty lines as a table.</summary>
internal static class UserListView
{
    /// <summary>Makes the table.</summary>
    public static Table Of(IEnumerable<UserLine> users)
    {
        var table = Words.Table("line", "outcome", "HubSpot id", "category", "message", "source", "batch");
        foreach (var user in users)
        {
            table.AddText(
                user.Line?.ToString(CultureInfo.InvariantCulture) ?? user.ObjectWriteTraceId,
                user.Outcome,
                user.Id ?? (user.ExistingId is null ? null : $"{user.ExistingId} (was there)"),
                user.ErrorCategory,
                user.ErrorMessage,
                user.SourceId,
                user.BatchId);
        }

        return table;
    }
}
