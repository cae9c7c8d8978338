using System.Net;
using System.Text.Json.Nodes;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

/// <summary>A look-up that gets a partial response: only what it says it does not have is sent again.</summary>
public sealed class PartLookUpTests
{
    private const string NotFound = "OBJECT_NOT_FOUND";

    [Theory]
    [InlineData("INTERNAL_ERROR")]
    [InlineData("RATE_LIMITS")]
    [InlineData("SOMETHING_NEW")]
    public async Task A_value_that_could_not_be_looked_up_stays_open_and_the_others_that_are_missing_are_sent_again(string category)
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => LookUpResponse(Error(NotFound, "m.0@example.com", "m.2@example.com"), Error(category, "M.1@Example.com "));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        Assert.Equal(["m-0", "m-2"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal([Outcome.Created, Outcome.Deferred, Outcome.Created], outcome.Inputs.Select(input => input.Outcome));
        Assert.True(outcome.Inputs[1].MayBeCreated);
    }

    [Fact]
    public async Task An_error_that_names_no_value_leaves_open_what_was_not_found_unless_HubSpot_says_it_is_missing()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => LookUpResponse(Error("INTERNAL_ERROR"), Error(NotFound, "m.2@example.com"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        Assert.Equal(["m-2"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal([Outcome.Deferred, Outcome.Deferred, Outcome.Created], outcome.Inputs.Select(input => input.Outcome));
    }

    [Fact]
    public async Task A_value_that_is_refused_is_asked_for_alone_and_then_its_user_is_unknown()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = request => HubSpotResponses.Values(request).Contains("m.1@example.com", StringComparer.Ordinal)
            ? LookUpResponse(Error("VALIDATION_ERROR", "m.1@example.com"))
            : LookUpResponse();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        Assert.Equal([3, 1], app.HubSpot.LookUps.Select(request => HubSpotResponses.Values(request).Count));
        Assert.Equal(["m-0", "m-2"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal([Outcome.Created, Outcome.Unknown, Outcome.Created], outcome.Inputs.Select(input => input.Outcome));
    }

    [Fact]
    public async Task A_refusal_that_names_no_value_is_halved_until_the_value_stands_alone()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = request => HubSpotResponses.Values(request).Contains("m.3@example.com", StringComparer.Ordinal)
            ? LookUpResponse(Error("VALIDATION_ERROR"))
            : LookUpResponse();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4, "m"), default));

        Assert.Equal(["m-0", "m-1", "m-2"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal(Outcome.Unknown, outcome.Inputs[3].Outcome);
    }

    [Theory]
    [InlineData("""{"category":"OBJECT_NOT_FOUND"}""")]
    [InlineData("""{"category":"object_not_found"}""")]
    [InlineData("""{"category":"VALIDATION_ERROR","subCategory":"crm.objects.OBJECT_NOT_FOUND"}""")]
    [InlineData("""{"category":"VALIDATION_ERROR","subCategory":{"name":"OBJECT_NOT_FOUND"}}""")]
    [InlineData("""{"status":"404"}""")]
    public async Task Not_found_is_said_in_several_ways(string error)
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => LookUpResponse(JsonNode.Parse(error)!);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(Outcome.Created, outcome.Inputs[0].Outcome);
        Assert.Equal(2, app.HubSpot.Creates.Count);
    }

    [Fact]
    public async Task A_property_that_is_not_found_is_no_user_that_is_not_found()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => LookUpResponse(JsonNode.Parse("""{"category":"VALIDATION_ERROR","subCategory":"PROPERTY_NOT_FOUND"}""")!);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(Outcome.Unknown, outcome.Inputs[0].Outcome);
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Records_without_their_values_are_asked_for_one_by_one_and_only_who_has_none_is_sent_again()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = request => Records([.. HubSpotResponses.Values(request).Where(value => value is not "m.1@example.com").Select(value => $$"""{"id":"{{value[2]}}"}""")]);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4, "m"), default));

        Assert.Equal(["m-1"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal(2, app.HubSpot.Creates.Count);
        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(["0", "1000", "2", "3"], outcome.Inputs.Select(input => input.HubSpotId));
    }

    [Theory]
    [InlineData("""{"id":"7"}""")]
    [InlineData("""{"id":"7","properties":null}""")]
    [InlineData("""{"id":"7","properties":{"hs_email":null}}""")]
    [InlineData("""{"id":"7","properties":{"hs_email":{"value":"m.0@example.com"}}}""")]
    [InlineData("""{"id":"7","properties":{"hs_email":"m.zero@example.com"}}""")]
    [InlineData("""{"properties":{"hs_email":"m.0@example.com"}}""")]
    public async Task A_user_whose_record_HubSpot_gives_is_not_sent_again_however_it_shows_the_value(string record)
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => Records(record);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(Outcome.Created, outcome.Inputs[0].Outcome);
        Assert.Single(app.HubSpot.Creates);
        Assert.Single(app.HubSpot.LookUps);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"7"},{"id":"8"}""")]
    public async Task Records_that_say_too_little_leave_a_user_unknown(string records)
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => Records(records);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(Outcome.Unknown, outcome.Inputs[0].Outcome);
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Beside_a_record_without_its_value_a_user_that_HubSpot_says_is_missing_is_sent_again()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = request => HubSpotResponses.Values(request).Count is 1
            ? Records("""{"id":"7"}""")
            : StubHubSpot.Json(HttpStatusCode.MultiStatus, """{"status":"COMPLETE","results":[{"id":"7"}],"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["m.0@example.com"]}}]}""");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        Assert.Equal(["m-0"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal("7", outcome.Inputs[1].HubSpotId);
    }

    private static HttpResponseMessage Records(params string[] records) =>
        StubHubSpot.Json(HttpStatusCode.OK, $$"""{"status":"COMPLETE","results":[{{string.Join(',', records)}}]}""");

    private static JsonObject Error(string category, params string[] ids) => new JsonObject
    {
        ["status"] = "error",
        ["category"] = category,
        ["message"] = "No",
        ["context"] = ids.Length is 0 ? null : new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) },
    };

    private static HttpResponseMessage LookUpResponse(params JsonNode[] errors) => StubHubSpot.Json(
        HttpStatusCode.MultiStatus,
        new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray(), ["numErrors"] = errors.Length, ["errors"] = new JsonArray(errors) }.ToJsonString());

    /// <summary>An app whose first response is lost; HubSpot creates whatever is sent again.</summary>
    private static async Task<TestApp> LosingAsync()
    {
        var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }
}
