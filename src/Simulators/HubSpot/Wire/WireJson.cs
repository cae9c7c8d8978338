using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Simulators.HubSpot.Wire;

/// <summary>The JSON of the simulated API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(PropertyPage))]
[JsonSerializable(typeof(TokenInfoRequest))]
[JsonSerializable(typeof(TokenInfoBody))]
[JsonSerializable(typeof(IReadOnlyList<PropertyFailure>))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Leaves quotes inside messages readable, as HubSpot does.</summary>
    public static WireJson Readable => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
