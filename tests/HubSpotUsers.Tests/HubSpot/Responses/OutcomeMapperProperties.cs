using FsCheck.Xunit;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Testing.Builders;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class OutcomeMapperProperties
{
    [Property(MaxTest = 1000, Arbitrary = [typeof(ResponseArbitraries)])]
    public void Any_response_gives_one_outcome_for_each_input_in_order(BatchResponse response, bool hasUniqueProperty)
    {
        var inputs = Inputs.Count(ResponseArbitraries.InputCount);

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, HubSpotResponses.Of(response), hasUniqueProperty ? "hs_email" : null);

        Assert.Equal(inputs.Select(input => input.Key), outcome.Inputs.Select(input => input.InputKey));
        Assert.All(outcome.Inputs, input => Assert.Equal(Batches.Id, input.BatchId));
        Assert.DoesNotContain(outcome.Inputs, input => input.Outcome is Outcome.Deferred);
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(ResponseArbitraries)])]
    public void Any_response_gives_an_id_to_one_input_at_most(BatchResponse response, bool hasUniqueProperty)
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(ResponseArbitraries.InputCount), Batches.Id, HubSpotResponses.Of(response), hasUniqueProperty ? "hs_email" : null);

        List<string> ids = [.. outcome.Inputs.Select(input => input.HubSpotId).OfType<string>()];
        Assert.Distinct(ids);
        Assert.Distinct(outcome.CreatedIds);
        Assert.Subset(outcome.CreatedIds.ToHashSet(StringComparer.Ordinal), ids.ToHashSet(StringComparer.Ordinal));
        Assert.All(outcome.Inputs.Where(input => input.Outcome is not Outcome.Created), input => Assert.Null(input.HubSpotId));
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(ResponseArbitraries)])]
    public void No_more_users_count_as_created_than_HubSpot_returned(BatchResponse? response)
    {
        var records = response?.Results?.Count(record => record is not null) ?? 0;

        var outcome = OutcomeMapper.Map(Inputs.Count(ResponseArbitraries.InputCount), Batches.Id, HubSpotResponses.Of(response ?? new BatchResponse()), "hs_email");

        Assert.InRange(outcome.Inputs.Count(input => input.Outcome is Outcome.Created), 0, records);
    }
}
