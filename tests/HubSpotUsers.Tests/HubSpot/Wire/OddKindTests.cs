using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.HubSpot.Wire;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot.Wire;

public sealed class OddKindTests
{
    private static readonly string[] Kinds = ["null", "true", "7", "99999999999999999999", "1.5", "\"a text\"", "\"\\ud800\"", "[]", "[[1],{\"a\":null},\"b\"]", "{}", "{\"a\":{\"b\":[1]}}"];

    /// <summary>Every member of the two fixtures, and every kind of value in its place.</summary>
    public static TheoryData<string, string> Places => new(
        from fixture in new[] { "batch-complete", "error" }
        from place in PlacesIn(JsonNode.Parse(Fixture.Read(fixture))!, string.Empty)
        select (fixture, place));

    [Theory]
    [MemberData(nameof(Places))]
    public void One_field_of_another_kind_costs_no_other(string fixture, string place)
    {
        var whole = Fields(fixture, Fixture.Read(fixture));

        foreach (var kind in Kinds)
        {
            var fields = Fields(fixture, With(fixture, place, kind));

            Assert.All(whole.Where(field => !field.Key.StartsWith(place, StringComparison.Ordinal) && !place.StartsWith(field.Key, StringComparison.Ordinal)), field => Assert.Equal(field.Value, fields.GetValueOrDefault(field.Key)));
        }
    }

    [Theory]
    [InlineData("{\"results\":{\"id\":\"1\"}}")]
    [InlineData("{\"results\":[7,\"text\",[],{\"id\":1}]}")]
    [InlineData("{\"results\":[{\"id\":[\"1\"]}],\"results2\":0}")]
    public void A_record_is_found_wherever_it_fits(string json)
    {
        Assert.Equal("1", Assert.Single(JsonSerializer.Deserialize(json, HubSpotJson.Tolerant.BatchResponse)!.Results!)!.Id);
    }

    [Theory]
    [InlineData("{\"id\":{\"value\":1}}")]
    [InlineData("{\"id\":[1,2]}")]
    [InlineData("{\"id\":true}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    public void What_cannot_be_an_id_is_none(string json)
    {
        Assert.Null(Assert.Single(JsonSerializer.Deserialize($$"""{"results":[{{json}}]}""", HubSpotJson.Tolerant.BatchResponse)!.Results!)!.Id);
    }

    [Fact]
    public void An_error_that_is_a_mere_text_is_its_message()
    {
        var response = JsonSerializer.Deserialize("""{"errors":["Bad",{"message":"Worse","errors":"Worst"}]}""", HubSpotJson.Tolerant.BatchResponse)!;

        Assert.Equal(["Bad", "Worse"], response.Errors!.Select(error => error!.Message));
        Assert.Equal("Worst", response.Errors![1]!.Errors![0]!.Message);
    }

    [Fact]
    public void What_was_read_tolerantly_is_written_as_it_was()
    {
        var json = Fixture.Read("batch-complete");

        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, HubSpotJson.Tolerant.BatchResponse)!, HubSpotJson.Tolerant.BatchResponse);

        Assert.Equal(Fields("batch-complete", json), Fields("batch-complete", written));
    }

    /// <summary>What a response must never lose, by the place where it stands.</summary>
    private static Dictionary<string, string?> Fields(string fixture, string json) => fixture is "error" ? OfError(json) : OfBatch(json);

    private static Dictionary<string, string?> OfBatch(string json)
    {
        var response = JsonSerializer.Deserialize(json, HubSpotJson.Tolerant.BatchResponse)!;
        var (record, error) = (First(response.Results), First(response.Errors));
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["/status"] = response.Status,
            ["/results/0/id"] = record?.Id,
            ["/results/0/objectWriteTraceId"] = record?.ObjectWriteTraceId,
            ["/results/0/properties/hs_job_title"] = record?.Properties?.GetValueOrDefault("hs_job_title"),
            ["/errors/0/category"] = error?.Category,
            ["/errors/0/message"] = error?.Message,
            ["/errors/0/context/objectWriteTraceId"] = Join(error?.Context, "objectWriteTraceId"),
            ["/errors/0/context/existingId"] = Join(error?.Context, "existingId"),
            ["/errors/0/errors/0/code"] = First(error?.Errors)?.Code,
        };
    }

    private static Dictionary<string, string?> OfError(string json)
    {
        var error = JsonSerializer.Deserialize(json, HubSpotJson.Tolerant.ApiError)!;
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["/message"] = error.Message,
            ["/category"] = error.Category,
            ["/correlationId"] = error.CorrelationId,
            ["/policyName"] = error.PolicyName,
            ["/errors/0/context/requiredGranularScopes"] = Join(First(error.Errors)?.Context, "requiredGranularScopes"),
        };
    }

    private static string? Join(IReadOnlyDictionary<string, IReadOnlyList<string>>? context, string name) =>
        context?.GetValueOrDefault(name) is { } texts ? string.Join(',', texts) : null;

    private static T? First<T>(IReadOnlyList<T?>? items)
        where T : class => items is [var first, ..] ? first : null;

    private static IEnumerable<string> PlacesIn(JsonNode node, string place)
    {
        var children = node switch
        {
            JsonObject values => values.Select(pair => (pair.Key, pair.Value)),
            JsonArray items => items.Select((item, index) => (Key: $"{index}", Value: item)),
            _ => [],
        };
        return children.SelectMany(child => child.Value is null ? [$"{place}/{child.Key}"] : PlacesIn(child.Value, $"{place}/{child.Key}").Prepend($"{place}/{child.Key}"));
    }

    private static string With(string fixture, string place, string kind)
    {
        const string Mark = "the value of another kind";
        var root = JsonNode.Parse(Fixture.Read(fixture))!;
        var names = place.Split('/')[1..];
        var parent = names[..^1].Aggregate(root, (node, name) => node is JsonArray items ? items[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!);
        if (parent is JsonArray list)
        {
            list[int.Parse(names[^1], CultureInfo.InvariantCulture)] = Mark;
        }
        else
        {
            parent[names[^1]] = Mark;
        }

        return root.ToJsonString().Replace($"\"{Mark}\"", kind, StringComparison.Ordinal);
    }
}
