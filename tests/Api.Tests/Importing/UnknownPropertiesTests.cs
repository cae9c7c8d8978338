using System.Globalization;
using System.Net;
using HubSpotUsers.HubSpot.Properties;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>Files that need the account's properties while HubSpot cannot be asked for them.</summary>
public sealed class UnknownPropertiesTests
{
    private static readonly string[] File = [.. Enumerable.Range(0, 1_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"u{number}@example.com")).Prepend("hs_email")];

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_label_waits_while_HubSpot_cannot_be_asked(HttpStatusCode properties)
    {
        await using var app = await StartAsync(properties);

        var (context, _) = await app.EndLateAsync(Imports.RunAsync(app, "hs_email,Job Title\na@people.example,Lead\n"));

        Assert.Equal((503, "60"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task A_label_is_refused_for_good_where_HubSpot_does_not_show_properties()
    {
        await using var app = await StartAsync(HttpStatusCode.Forbidden);

        var (context, _) = await Imports.RunAsync(app, "hs_email,Job Title\na@people.example,Lead\n");

        Assert.Equal(400, context.Response.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_whatever_the_properties_are_is_refused_for_good()
    {
        await using var app = await StartAsync(HttpStatusCode.InternalServerError);

        var (context, _) = await app.EndLateAsync(Imports.RunAsync(app, "hs_email,Job Title,,id,id\na@people.example,Lead,x,1,1\n"));

        Assert.Equal(400, context.Response.StatusCode);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 503)]
    [InlineData(HttpStatusCode.Forbidden, 422)]
    public async Task A_file_that_was_read_with_other_properties_waits_while_HubSpot_cannot_be_asked(HttpStatusCode properties, int status)
    {
        await using var app = await StartAsync(HttpStatusCode.Forbidden);
        await Assert.ThrowsAsync<IOException>(() => Imports.RunAsync(app, new ImportedBody(new BrokenStream(Imports.BytesOf(File.Take(600))))));
        await Imports.ChangeRowAsync(app, row => row["Reading"] = "with-properties");
        var sent = app.Queues.Users.Messages.Count;
        app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(properties, "{}"));
        app.Time.Advance(PropertyCatalogs.FailureLifetime);

        // Only a failure is retried after delays; time that went on beside a response that comes at once could cut it off.
        var import = Imports.RunAsync(app, new ImportedBody(new MemoryStream(Imports.BytesOf(File))));
        var (context, _) = await (properties is HttpStatusCode.Forbidden ? import : app.EndLateAsync(import));

        Assert.Equal((status, sent), (context.Response.StatusCode, app.Queues.Users.Messages.Count));
    }

    private static async Task<TestApp> StartAsync(HttpStatusCode properties)
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(properties, """{"status":"error"}"""));
        return app;
    }
}
