using System.Net.Http.Headers;
using System.Text.Json;
using HubSpotUsers;
using HubSpotUsers.HubSpot.Wire;

namespace Benchmarks.Pipeline;

/// <summary>The least there is to do: serialises, posts and parses, with as many calls in flight as allowed.</summary>
/// <param name="http">A plain client of the simulated HubSpot.</param>
/// <param name="concurrency">Calls in flight at once.</param>
internal sealed class BareLoop(HttpClient http, int concurrency)
{
    private static readonly Uri Path = new("crm/v3/objects/users/batch/create", UriKind.Relative);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Sends calls, going around those given.</summary>
    /// <param name="calls">The users of each call.</param>
    /// <param name="count">How many calls to send.</param>
    public Task RunAsync(IReadOnlyList<UserInput[]> calls, int count, CancellationToken cancellationToken)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(
            async () =>
            {
                for (var call = Interlocked.Increment(ref next); call < count; call = Interlocked.Increment(ref next))
                {
                    await CallAsync(calls[call % calls.Count], cancellationToken);
                }
            },
            cancellationToken)));
    }

    private async Task CallAsync(UserInput[] users, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new BatchCreateRequest(users), HubSpotJson.Default.BatchCreateRequest));
        content.Headers.ContentType = Json;
        using var response = await http.PostAsync(Path, content, cancellationToken);
        var body = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), HubSpotJson.Default.BatchResponse);
        if (body?.Results?.Count != users.Length)
        {
            throw new InvalidOperationException($"HubSpot created {body?.Results?.Count} users of {users.Length} (HTTP {(int)response.StatusCode}).");
        }
    }
}
