using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.Tests.HubSpot.Responses;

/// <summary>An exchange that other integrations have recorded, and what must become of the users in it: a file of <c>Fixtures/Responses</c>.</summary>
/// <param name="About">What is special about it.</param>
/// <param name="Users">How many users are sent, in one call at first.</param>
/// <param name="Responses">HubSpot's responses to the first calls; to any further one every user is created.</param>
/// <param name="Outcomes">The outcome of each user, and the id of its record if it is known; <c>any</c> stands for whatever id.</param>
/// <param name="Reason">The reason of the first user that has one.</param>
/// <param name="Found">The unique values that HubSpot finds when it is asked.</param>
/// <param name="FoundLater">What it finds when it is asked again; the same when left out.</param>
/// <param name="HasUniqueProperty">Whether HubSpot can be asked.</param>
/// <param name="Creates">How many create calls there are.</param>
/// <param name="LookUps">How many times HubSpot is asked.</param>
internal sealed record RecordedResponse(
    string About,
    int Users,
    IReadOnlyList<RecordedResponse.Reply> Responses,
    IReadOnlyList<string> Outcomes,
    string? Reason = null,
    IReadOnlyList<string>? Found = null,
    IReadOnlyList<string>? FoundLater = null,
    bool HasUniqueProperty = true,
    int Creates = 1,
    int LookUps = 0)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Responses");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    public static RecordedResponse Read(string name) =>
        JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(Folder, name + ".json")), RecordedResponseJson.Default.RecordedResponse)!;

    /// <summary>One response.</summary>
    /// <param name="Status">Its status.</param>
    /// <param name="Body">Its body; for a <paramref name="Type"/> other than JSON, its text.</param>
    /// <param name="Type">Its media type.</param>
    internal sealed record Reply(int Status, JsonElement Body, string Type = "application/json")
    {
        public HttpResponseMessage ToResponse() => new((HttpStatusCode)Status)
        {
            Content = new StringContent(Type is "application/json" ? Body.GetRawText() : Body.GetString()!, Encoding.UTF8, Type),
        };
    }
}

/// <summary>The JSON of recorded responses.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RecordedResponse))]
internal sealed partial class RecordedResponseJson : JsonSerializerContext;
