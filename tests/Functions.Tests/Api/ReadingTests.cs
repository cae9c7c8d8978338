using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class ReadingTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task A_batch_is_reported_with_its_users_and_kept_by_no_cache_while_a_person_may_change_it()
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next().ToInput("a"), TestUser.Next().ToRejectedInput("b")));
        var id = response.Each("batches", "id")[0];

        var batch = await Api.GetAsync($"/batches/{id}");

        Assert.Null(batch.Headers.ETag);
        Assert.Equal(("PartiallySucceeded", 207), ((string?)batch.Json["batch"]!["outcome"], (int)batch.Json["batch"]!["httpStatus"]!));
        Assert.Equal(["a", "b"], batch.Each("users", "objectWriteTraceId"));
        Assert.All(batch.Each("users", "sourceId"), sourceId => Assert.Equal(response.RequestId, sourceId));
        Assert.DoesNotContain(TestUser.Marker, batch.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_batch_that_does_not_change_any_more_has_a_tag()
    {
        var id = (await Api.PostBatchAsync(UserMessages.Of(TestUser.Next().ToInput(), TestUser.Next().ToInput()))).Each("batches", "id")[0];

        var batch = await Api.GetAsync($"/batches/{id}");
        var again = await Api.GetAsync($"/batches/{id}", ("If-None-Match", batch.Headers.ETag!.ToString()));

        Assert.Equal(304, again.Status);
    }

    [Fact]
    public async Task The_batches_of_a_day_are_listed_newest_first_page_by_page()
    {
        List<string?> sent = [];
        for (var request = 0; request < 3; request++)
        {
            sent.AddRange((await Api.PostBatchAsync(UserMessages.Of(TestUser.Next()))).Each("batches", "id"));
        }

        var first = await Api.GetAsync("/batches?top=2&outcome=Succeeded");
        var second = await Api.GetAsync($"/batches?top=2&outcome=Succeeded&continuation={first.Json["continuation"]}");

        Assert.Equal([sent[2], sent[1]], first.Each("batches", "id"));
        Assert.Equal(sent[0], second.Each("batches", "id")[0]);
    }

    [Fact]
    public async Task Batches_are_reported_apart_by_what_they_came_to()
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next().ToRejectedInput()));

        var failed = await Api.GetAsync("/batches?outcome=failed&top=1");

        Assert.Equal(response.Each("batches", "id"), failed.Each("batches", "id"));
        Assert.Empty((await Api.GetAsync("/batches?day=20200101")).Each("batches"));
    }

    [Fact]
    public async Task Users_are_found_by_the_id_of_their_message_of_their_producer_and_of_their_request()
    {
        var (message, producer) = (TestUser.Next(), TestUser.Next());
        var producerId = $"order:{Guid.NewGuid():N}";
        var messageId = (await Environment.Queue.SendAsync(UserMessages.Of(message))).MessageId;
        await Environment.Queue.SendAsync(UserMessages.WithId(producerId, producer.ToInput()));
        await Environment.Tables.UserOfAsync(messageId);
        await Environment.Tables.UserOfAsync(producerId);
        var request = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next(3).Select(user => user.ToInput())));

        Assert.Equal([HubSpot.RecordOf(message).Id], (await Api.GetAsync($"/users/{messageId}")).Each("users", "id"));
        Assert.Equal([HubSpot.RecordOf(producer).Id], (await Api.GetAsync($"/users/{producerId}")).Each("users", "id"));
        var page = await Api.GetAsync($"/users/{request.RequestId}?top=2");
        Assert.Equal(request.Each("results", "id").Take(2), page.Each("users", "id"));
        Assert.Equal([request.Each("results", "id")[2]], (await Api.GetAsync($"/users/{request.RequestId}?top=2&continuation={page.Json["continuation"]}")).Each("users", "id"));
    }

    [Theory]
    [InlineData("/requests/nothing")]
    [InlineData("/requests/019ab4d2a6f07c3e9d1b5a4f3c2e1d00")]
    [InlineData("/requests/a%20b%27")]
    [InlineData("/batches/nothing")]
    [InlineData("/batches/019ab4d2-a6f5-7a10-8c44-2f6f0e9d7b11")]
    [InlineData("/users/nothing")]
    [InlineData("/users/nothing?day=20261124")]
    public async Task What_is_not_there_is_404(string path)
    {
        Assert.Equal(404, (await Api.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("/batches?day=yesterday")]
    [InlineData("/batches?day=20261301")]
    [InlineData("/batches?outcome=Good")]
    [InlineData("/batches?outcome=7")]
    [InlineData("/batches?top=0")]
    [InlineData("/batches?top=1001")]
    [InlineData("/batches?continuation=%27%20or%20PartitionKey%20ne%20%27")]
    [InlineData("/users/x?continuation=-1")]
    [InlineData("/requests/x?top=many")]
    public async Task A_parameter_that_cannot_be_used_is_400(string path)
    {
        Assert.Equal(400, (await Api.GetAsync(path)).Status);
    }
}
