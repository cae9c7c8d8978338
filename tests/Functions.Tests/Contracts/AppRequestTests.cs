using System.Text.Json.Nodes;
using Functions.Tests.EndToEnd;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Contracts;

/// <summary>What the app really sends, held against HubSpot's specification.</summary>
public sealed class AppRequestTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private const string V3 = "crm/v3/objects/users";
    private const string Dated = "crm/objects/2026-03/users";

    [Theory]
    [InlineData(V3)]
    [InlineData(Dated)]
    public async Task Requests_fit_the_schema(string usersPath)
    {
        await using var proxy = await RecordingProxy.StartAsync(Fixture.Environment.HubSpot.BaseAddress);
        await using var app = await OwnApp.PrepareAsync(
            Fixture,
            new("HubSpot__BaseAddress", proxy.Address.AbsoluteUri),
            new("HubSpot__UsersPath", usersPath));
        var users = TestUser.Next(3);
        var associated = users[1].ToInput("caller-1");
        associated["associations"] = JsonNode.Parse("""
            [{"to":{"id":101},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":5},{"associationCategory":"WORK","associationTypeId":6}]}]
            """);
        var bare = new JsonObject { ["properties"] = new JsonObject { ["hs_email"] = users[2].Email, ["hs_internal_user_id"] = 7, ["hs_job_title"] = null } };
        await app.Queue.SendAsync(UserMessages.Of(users[0].ToInput(), associated, bare));

        await app.StartAsync();

        await HubSpot.WaitForAsync(users);
        Assert.NotEmpty(proxy.Requests);
        foreach (var request in proxy.Requests)
        {
            Assert.Equal(("POST", "application/json"), (request.Method, request.ContentType));
            Assert.StartsWith($"/{usersPath}/batch/", request.Path, StringComparison.Ordinal);
            Assert.StartsWith("Bearer ", request.Authorization, StringComparison.Ordinal);
            Assert.Empty(await SchemasOf(usersPath).ValidateAsync(SchemaOf(request.Path), request.Body));
        }
    }

    [Fact]
    public async Task Every_input_has_a_trace_id_of_its_own_and_its_texts_unescaped()
    {
        await using var proxy = await RecordingProxy.StartAsync(Fixture.Environment.HubSpot.BaseAddress);
        await using var app = await OwnApp.PrepareAsync(Fixture, new KeyValuePair<string, string>("HubSpot__BaseAddress", proxy.Address.AbsoluteUri));
        var users = TestUser.Next(4);
        await app.Queue.SendAsync(UserMessages.Of(users.Select(user => user.ToInput("the same for all"))));

        await app.StartAsync();

        await HubSpot.WaitForAsync(users);

        // On a busy machine a message's users may leave in more than one batch; each is sent once all the same.
        var traceIds = proxy.Requests.SelectMany(request => JsonNode.Parse(request.Body)!["inputs"]!.AsArray()).Select(input => (string)input!["objectWriteTraceId"]!).ToList();
        Assert.Equal(4, traceIds.Count);
        Assert.Equal(4, traceIds.Distinct().Count());
        Assert.DoesNotContain("the same for all", traceIds);
        Assert.Contains(proxy.Requests, request => request.Body.Contains(users[0].GivenName, StringComparison.Ordinal));
    }

    private static OpenApiSchemas SchemasOf(string usersPath) => usersPath is V3 ? OpenApiSchemas.V3 : OpenApiSchemas.Dated;

    private static string SchemaOf(string path) => path.EndsWith("/batch/create", StringComparison.Ordinal)
        ? "BatchInputSimplePublicObjectBatchInputForCreate"
        : "BatchReadInputSimplePublicObjectId";
}
