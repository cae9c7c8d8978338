using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Simulators.HubSpot.Control;

/// <summary>A response of the control endpoint.</summary>
internal sealed record ControlReply(int Status, ReadOnlyMemory<byte> Json)
{
    public static readonly ControlReply Done = new(204, default);

    public static ControlReply Ok<T>(T body, JsonTypeInfo<T> type) => new(200, JsonSerializer.SerializeToUtf8Bytes(body, type));

    public static ControlReply Refused(int status, string error) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(new ControlError(error), ControlJson.Default.ControlError));
}
