using System.Text;
using System.Text.Json;
using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Wire;
using Testing.Builders;

namespace HubSpotUsers.Tests.HubSpot;

public sealed class RequestBodyTests
{
    [Fact]
    public void An_empty_input_still_has_both_required_fields()
    {
        var body = Body(Submissions.Of("m", Users.With()));

        Assert.Equal("""{"inputs":[{"associations":[],"properties":{},"objectWriteTraceId":"m-0"}]}""", body);
    }

    [Fact]
    public void The_body_is_HubSpots_schema_to_the_letter()
    {
        var user = Users.With(("hs_job_title", "Ünïcode 🦄 \"q\"")) with
        {
            Associations = [new Association(new ObjectId("101"), [new AssociationSpec("HUBSPOT_DEFINED", 1)])],
            ObjectWriteTraceId = "the caller's own",
        };

        var body = Body(Submissions.Of("m", user, Users.With(("a", "1"))));

        Assert.Equal(
            """{"inputs":[{"associations":[{"to":{"id":"101"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]}],"properties":{"hs_job_title":"Ünïcode """
                + "\\uD83E\\uDD84"
                + """ \"q\""},"objectWriteTraceId":"m-0"},{"associations":[],"properties":{"a":"1"},"objectWriteTraceId":"m-1"}]}""",
            body);
    }

    [Fact]
    public void The_body_is_the_same_as_the_serialized_request()
    {
        var submission = Submissions.Count(3, "m");
        var request = new BatchCreateRequest([.. submission.Inputs.Select(input => input.User with { ObjectWriteTraceId = $"m-{input.Index}" })]);

        Assert.Equal(JsonSerializer.Serialize(request, HubSpotJson.Tolerant.BatchCreateRequest), Body(submission));
    }

    [Fact]
    public void A_read_request_is_HubSpots_schema()
    {
        var request = new BatchReadRequest("hs_email", [new ObjectId("a@example.com")], ["hs_email"], []);

        Assert.Equal(
            """{"idProperty":"hs_email","inputs":[{"id":"a@example.com"}],"properties":["hs_email"],"propertiesWithHistory":[]}""",
            JsonSerializer.Serialize(request, HubSpotJson.Tolerant.BatchReadRequest));
    }

    private static string Body(Submission submission) => Encoding.UTF8.GetString(RequestBody.Of(Batches.Of(submission).Inputs).Span);
}
