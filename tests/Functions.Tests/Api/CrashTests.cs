using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Hosting;
using Simulators.HubSpot.Faults;
using Simulators.Storage;

namespace Functions.Tests.Api;

public sealed class CrashTests(ApiEnvironment environment) : ApiTest(environment)
{
    private readonly (string Name, string Value) _requestKey = NewKey();
    private readonly (string Name, string Value) _importKey = NewKey();
    private readonly IReadOnlyList<TestUser> _requested = TestUser.Next(3);
    private readonly IReadOnlyList<TestUser> _imported = TestUser.Next(350);

    [Fact]
    public async Task After_a_crash_a_request_and_an_import_go_on_with_their_keys_and_create_each_user_once()
    {
        await KillAmidBothAsync();

        var request = RetryAsync(() => Api.PostBatchAsync(RequestBody(), _requestKey));
        var import = await RetryAsync(() => Api.ImportAsync(ImportBody(), "text/csv", _importKey));

        Assert.Equal(200, (await request).Status);
        Assert.Equal(_requested.Select(user => HubSpot.RecordOf(user).Id), (await request).Each("results", "id"));
        Assert.Equal((202, 350), (import.Status, (int)import.Json["accepted"]!));
        await WhenDoneAsync(import.RequestId);
        HubSpot.AssertEachCreatedOnce([.. _requested, .. _imported]);
    }

    /// <summary>Kills an app after its import has put some messages onto the queue, and while HubSpot has the call of its request.</summary>
    private async Task KillAmidBothAsync()
    {
        await using var storage = await StorageProxy.StartAsync(Environment.Local.Storage);
        await using var doomed = await Environment.StartAppAsync(KeyValuePair.Create("UsersStorage", storage.Connection.ConnectionString));
        using var api = new ApiDriver(doomed.Address, Environment.Local.FunctionKey);
        var text = ImportBody();
        using var import = await RawRequest.BeginAsync(
            doomed.Address, Environment.Local.FunctionKey, "/api/users/import", $"text/csv\r\nIdempotency-Key: {_importKey.Value}", contentLength: null);
        await import.SendAsync(text[..(text.Length * 2 / 3)]);
        await HubSpot.WaitForAsync([.. _imported.Take(200)]);

        Account.Faults.Add(new FaultRule("hang-after") { Times = 1, Target = FaultTarget.BatchCreate });
        var request = api.PostBatchAsync(RequestBody(), _requestKey);
        await HubSpot.WaitForAsync(_requested);
        await doomed.KillAsync();
        await DeadLeases.EndAsync(storage, Environment.Local.Storage.ConnectionString);
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    private string RequestBody() => UserMessages.Of(_requested.Select(user => user.ToInput()));

    private string ImportBody() => $"hs_email\n{string.Join('\n', _imported.Select(user => user.Email))}\n";

    private static Task<ReceivedResponse> RetryAsync(Func<Task<ReceivedResponse>> send) =>
        Eventually.SeesAsync("a response", send, seen => seen.Status is not (409 or 503));
}
