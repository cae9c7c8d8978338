using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Simulators.HubSpot.Api;

/// <summary>A response before it is sent.</summary>
internal sealed record CallResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>No response: only <see cref="Delivery"/> matters.</summary>
    public static readonly CallResponse None = new(0, default);

    public string ContentType { get; init; } = "application/json;charset=utf-8";

    public TimeSpan? RetryAfter { get; init; }

    public ResponseDelivery Delivery { get; init; }

    /// <summary>The pause between two bytes of a dripping response.</summary>
    public TimeSpan DripInterval { get; init; }

    public bool IsSuccess => Status is >= 200 and <= 299;

    public bool IsLost => Delivery is ResponseDelivery.Reset or ResponseDelivery.Never or ResponseDelivery.Truncated;

    public static CallResponse Text(int status, string text) => new(status, Encoding.UTF8.GetBytes(text)) { ContentType = "text/plain;charset=utf-8" };

    public static CallResponse Json(int status, JsonObject body) => new(status, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static CallResponse Json<T>(int status, T body, JsonTypeInfo<T> type) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, type));
}
