using System.Net;
using System.Text.Json.Nodes;
using HubSpotUsers;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>Files as people really have them, sent to the API: each gives the users that the reader finds in it.</summary>
public sealed class ImportedShapeTests
{
    public static TheoryData<string> Files => [.. FileShape.All.Select(shape => shape.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_brings_the_users_that_a_person_sees_in_it_onto_the_queue(string file)
    {
        var shape = FileShape.All.Single(shape => shape.File == file);
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(HttpStatusCode.OK, AccountProperties.Json));
        await using var content = File.OpenRead(shape.Location);

        var (context, response) = await Imports.RunAsync(app, ImportedBody.Of(shape, content));

        Assert.Equal(202, context.Response.StatusCode);
        Assert.Equal(shape.Users.Select(Describe), Imports.SentBy(app).Select(Describe));
        Assert.Equal(shape.Users.Select(user => user.Id).Where(id => id is not null), Imports.IdsSentBy(app));
        Assert.Equal((shape.Users.Count, shape.Faulty.Count, shape.Skipped), (Count(response, "accepted"), Count(response, "faulty"), Count(response, "skipped")));
        Assert.Equal(shape.Faulty, response["errors"]!.AsArray().Select(error => error!["line"]!.GetValue<int>()).Distinct());
    }

    private static int Count(JsonNode response, string name) => response[name]!.GetValue<int>();

    private static string Describe(ShapeUser user) =>
        Describe(user.TraceId ?? (user.Id is null ? $"line-{user.Line}" : null), user.Properties, user.Associations);

    private static string Describe(UserInput user) =>
        Describe(user.ObjectWriteTraceId, user.Properties, user.Associations.Select(association => association.To.Id));

    private static string Describe(string? traceId, IReadOnlyDictionary<string, string> properties, IEnumerable<string> associations) =>
        $"{traceId} [{string.Join(',', associations)}] {string.Join(',', properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}"))}";
}
