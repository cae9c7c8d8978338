using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Notices;

/// <summary>What the webhook said of itself: that it wants to be left alone for a while, or that it is gone.</summary>
/// <param name="NotBefore">Until when nothing is posted (<c>Retry-After</c>); null when it said nothing.</param>
/// <param name="Gone">A hash of the address that is gone (410), since the address is a secret; null when none is.</param>
internal sealed record Receiver(DateTimeOffset? NotBefore = null, string? Gone = null)
{
    private const string Row = "receiver";
    private const int HashBytes = 16;

    /// <summary>Reads the row.</summary>
    public static async Task<Receiver> ReadAsync(TableClient table) =>
        await table.FindAsync(NoticeTable.Partition, Row) is { } row ? new Receiver(row.Time(nameof(NotBefore)), row.Text(nameof(Gone))) : new Receiver();

    /// <summary>Writes the row.</summary>
    public Task WriteAsync(TableClient table)
    {
        var row = new TableEntity(NoticeTable.Partition, Row);
        row.AddIfKnown(nameof(NotBefore), NotBefore);
        row.AddIfKnown(nameof(Gone), Gone);
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace);
    }

    /// <summary>Stands for an address.</summary>
    public static string HashOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, HashBytes));
}
