using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotUsers.HubSpot.Properties;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Source-generated JSON of HubSpot's wire models, tolerant of what HubSpot's versions do differently.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchCreateRequest))]
[JsonSerializable(typeof(BatchReadRequest))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(UserInput))]
[JsonSerializable(typeof(PropertyList))]
[JsonSerializable(typeof(TokenInfoRequest))]
[JsonSerializable(typeof(TokenInfo))]
[JsonSerializable(typeof(string))]
internal sealed partial class HubSpotJson : JsonSerializerContext
{
    /// <summary>The context to use: text beyond ASCII is sent as UTF-8, and unexpected kinds of values do not spoil a response.</summary>
    public static HubSpotJson Tolerant { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new TolerantStringConverter(),
            new TolerantStringsConverter(),
            new TolerantTimeConverter(),
            new TolerantNumberConverter(),
            new TolerantTruthConverter(),
            new TolerantMapConverter<string>(),
            new TolerantMapConverter<IReadOnlyList<string>>(),
            new TolerantMapConverter<IReadOnlyList<ValueWithTimestamp>>(),
            new TolerantListConverter<UserRecord>(),
            new TolerantListConverter<ValueWithTimestamp>(),
            new TolerantListConverter<ObjectWarning>(static text => new ObjectWarning { Message = text }),
            new TolerantListConverter<StandardError>(static text => new StandardError { Message = text }),
            new TolerantListConverter<PropertyDefinition>(),
            new TolerantListConverter<PropertyOption>(),
            new TolerantListConverter<ErrorDetail>(static text => new ErrorDetail { Message = text }),
        },
    });
}
