using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot.Wire;

public sealed class ApiErrorTests
{
    [Fact]
    public void Every_field_of_a_refusal_is_read()
    {
        var error = JsonSerializer.Deserialize(Fixture.Read("error"), HubSpotJson.Tolerant.ApiError)!;

        Assert.Equal(("error", "RATE_LIMITS", "RATE_LIMIT"), (error.Status, error.Category, error.ErrorType));
        Assert.Equal(("TEN_SECONDLY_ROLLING", "publicapi", "r-1"), (error.PolicyName, error.GroupName, error.RequestId));
        Assert.Equal("You have reached your ten_secondly_rolling limit.", error.Message);
        Assert.Equal("c033cdaa-2c40-4a64-ae48-b4cec88dad24", error.CorrelationId);
        Assert.Equal("crm.limits", error.SubCategory!.Value.GetString());
        Assert.Equal(["190"], error.Context!["limit"]);
        Assert.Equal("https://developers.hubspot.com", error.Links!["help"]);
        Assert.Equal(["crm.objects.users.write"], error.Errors![0]!.Context!["requiredGranularScopes"]);
    }

    [Fact]
    public void A_sub_category_may_be_an_object()
    {
        var error = JsonSerializer.Deserialize("""{"subCategory":{"a":1},"correlationId":5}""", HubSpotJson.Tolerant.ApiError)!;

        Assert.Equal(JsonValueKind.Object, error.SubCategory!.Value.ValueKind);
        Assert.Equal("5", error.CorrelationId);
    }
}
