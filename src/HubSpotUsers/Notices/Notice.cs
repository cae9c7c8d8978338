using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotUsers.Messages;
using HubSpotUsers.Pausing;

namespace HubSpotUsers.Notices;

/// <summary>The types of notices.</summary>
internal static class NoticeType
{
    /// <summary>Every user of an upload has its outcome.</summary>
    public const string RequestFinished = "request.finished";

    /// <summary>Sending is paused until a person acts.</summary>
    public const string SendingPaused = "sending.paused";

    /// <summary>Messages came into the poison queue.</summary>
    public const string NewPoison = "poison.new";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [RequestFinished, SendingPaused, NewPoison];
}

/// <summary>A notification to a person. Free of personal data and of every text of others.</summary>
/// <param name="Id">Its id, the same however often it is sent.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">What programs read of it, as JSON.</param>
/// <param name="Text">What people read of it.</param>
internal sealed record Notice(string Id, string Type, DateTimeOffset At, string Data, string Text)
{
    private const string IdPrefix = "msg_";
    private const int IdBytes = 16;

    /// <summary>Tells of an upload that is finished. The same run of it always has the same id, whoever finds that it is over.</summary>
    /// <param name="at">When that was found.</param>
    /// <param name="runKey">What is different for each run of each request.</param>
    /// <param name="request">What became of it.</param>
    public static Notice Of(DateTimeOffset at, string runKey, FinishedRequest request) => new(
        IdPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{NoticeType.RequestFinished}\n{runKey}")).AsSpan(0, IdBytes)),
        NoticeType.RequestFinished,
        at,
        JsonSerializer.Serialize(request, NoticeJson.Default.FinishedRequest),
        Invariant($"{(request.RequestId is { } id ? $"Upload {id}" : $"The upload of {request.ReceivedAt:yyyy-MM-dd HH:mm:ss} UTC")} is finished: {Counts(request)}.{Attention(request.NeedsAttention)}"));

    /// <summary>Tells of a pause that needs a person.</summary>
    public static Notice Of(DateTimeOffset at, PausedSending pause) => new(
        NewId(at),
        NoticeType.SendingPaused,
        at,
        JsonSerializer.Serialize(pause, NoticeJson.Default.PausedSending),
        Invariant($"Sending is paused since {pause.Since:yyyy-MM-dd HH:mm} UTC and needs a person: {pause.Message} ({pause.Reason})."));

    /// <summary>Tells of new poison.</summary>
    public static Notice Of(DateTimeOffset at, NewPoison poison) => new(
        NewId(at),
        NoticeType.NewPoison,
        at,
        JsonSerializer.Serialize(poison, NoticeJson.Default.NewPoison),
        Invariant($"New in the poison queue since {poison.Since:yyyy-MM-dd HH:mm} UTC: {poison.Users} users in {poison.Messages} messages ({string.Join(", ", poison.Reasons.Select(one => Invariant($"{one.Reason}: {one.Users}")))})."));

    private static string NewId(DateTimeOffset at) => IdPrefix + Guid.CreateVersion7(at).ToString("N");

    private static string Counts(FinishedRequest request) => request.Outcomes.Count is 0
        ? "it has no users"
        : string.Join(", ", request.Outcomes.Select(one => Invariant($"{one.Value} {one.Key}")));

    private static string Attention(int count) => count is 0 ? string.Empty : Invariant($" A person must look at {count}.");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>What became of an upload.</summary>
/// <param name="RequestId">Its id; null when its sender chose the id, which may say anything.</param>
/// <param name="Kind">How it came.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Users">How many users it has.</param>
/// <param name="FaultyLines">How many lines of its file were left out for their faults.</param>
/// <param name="Outcomes">How many users have which outcome.</param>
/// <param name="NeedsAttention">How many users and lines a person must look at: rejected, unknown or faulty.</param>
/// <param name="StatusUrl">Where the app says so; null when it does not know its address, or when there is no id.</param>
internal sealed record FinishedRequest(
    string? RequestId,
    string Kind,
    DateTimeOffset ReceivedAt,
    int Users,
    int FaultyLines,
    IReadOnlyDictionary<string, int> Outcomes,
    int NeedsAttention,
    Uri? StatusUrl);

/// <summary>A pause that needs a person.</summary>
/// <param name="Reason">Why (<see cref="PauseReason"/>).</param>
/// <param name="Category">HubSpot's category of the response that began it; null when it is no code.</param>
/// <param name="Since">When it was first seen; to the minute.</param>
/// <param name="Message">The reason in words of the app.</param>
/// <param name="StatusUrl">Where the app says so; null when it does not know its address.</param>
internal sealed record PausedSending(string Reason, string? Category, DateTimeOffset Since, string Message, Uri? StatusUrl);

/// <summary>What came into the poison queue since the last notice of it.</summary>
/// <param name="Since">When the first of it was counted; to the minute.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="Users">How many users are in them; what cannot be read counts as one.</param>
/// <param name="Reasons">The same by reason.</param>
/// <param name="StatusUrl">Where the app lists it; null when it does not know its address.</param>
internal sealed record NewPoison(DateTimeOffset Since, int Messages, int Users, IReadOnlyList<PoisonedFor> Reasons, Uri? StatusUrl);

/// <summary>What came into the poison queue for a reason.</summary>
/// <param name="Reason">The reason (<see cref="PoisonReason"/>).</param>
/// <param name="Messages">How many messages.</param>
/// <param name="Users">How many users are in them.</param>
internal sealed record PoisonedFor(string Reason, int Messages, int Users);

/// <summary>Source-generated JSON of what notices say.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FinishedRequest))]
[JsonSerializable(typeof(PausedSending))]
[JsonSerializable(typeof(NewPoison))]
internal sealed partial class NoticeJson : JsonSerializerContext;
