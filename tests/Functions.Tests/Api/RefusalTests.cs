using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class RefusalTests(RefusalTests.OwnEnvironment own) : IClassFixture<RefusalTests.OwnEnvironment>
{
    private readonly ApiEnvironment _environment = own.Environment;

    [Theory]
    [InlineData("status-401-invalid", "HTTP 401", "INVALID_AUTHENTICATION")]
    [InlineData("status-403-missing-scopes", "HTTP 403", "MISSING_SCOPES")]
    [InlineData("status-404", "HTTP 404", "OBJECT_NOT_FOUND")]
    public async Task While_HubSpot_refuses_the_app_every_request_is_502_that_says_so_and_then_they_go_on(string fault, string status, string category)
    {
        var user = TestUser.Next();
        _environment.Local.HubSpot.Faults.Add(fault, times: int.MaxValue);

        var first = await PostAsync(user);
        var held = await PostAsync(user);
        _environment.Local.HubSpot.Faults.Clear();
        var accepted = await Eventually.SeesAsync("the user accepted", () => PostAsync(user), response => response.Status is 200);

        Assert.Equal((502, "application/problem+json"), (first.Status, first.MediaType));
        Assert.Contains(status, (string)first.Json["title"]!, StringComparison.Ordinal);
        Assert.Equal((502, "application/problem+json"), (held.Status, held.MediaType));
        Assert.Contains(category, (string)held.Json["title"]!, StringComparison.Ordinal);
        Assert.True(held.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal([_environment.HubSpot.RecordOf(user).Id], accepted.Each("results", "id"));
    }

    private Task<ReceivedResponse> PostAsync(TestUser user) => _environment.Api.PostBatchAsync(UserMessages.Of(user));

    /// <summary>An environment of these tests' own: what stops one request stops all.</summary>
    public sealed class OwnEnvironment : IAsyncLifetime
    {
        public ApiEnvironment Environment { get; } = new()
        {
            Changes =
            {
                ["Processing__ProbeInterval"] = "00:00:01",
                ["Processing__RefreshInterval"] = "00:00:00.2",
            },
        };

        public ValueTask InitializeAsync() => Environment.InitializeAsync();

        public ValueTask DisposeAsync() => Environment.DisposeAsync();
    }
}
