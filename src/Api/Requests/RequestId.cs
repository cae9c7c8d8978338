using System.Globalization;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Api.Requests;

/// <summary>The ids of requests: our own, UUIDs of version 7 whose time tells where their rows are, or a caller's.</summary>
internal static class RequestId
{
    /// <summary>Makes an id.</summary>
    public static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>The identity of the users of a request.</summary>
    public static SourceId SourceOf(string id) => DayOf(id) is { } day ? SourceId.Of(id, day) : SourceId.OfProducer(id);

    /// <summary>The day of an id of our own; null when it is none.</summary>
    public static DateTimeOffset? DayOf(string id) =>
        Guid.TryParseExact(id, "N", out var guid) && BatchKey.Find(guid) is { } key
            ? DateTimeOffset.ParseExact(key.PartitionKey, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;
}
