using System.Text.Json;
using Api.Creating;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Reading;

/// <summary>Responds to <c>POST /api/users/find</c>: what became of a person. What the person is found by is in the body, which no log or trace holds.</summary>
public sealed class FindEndpoint
{
    private const int MaxBodyBytes = 8 * 1024;
    private const int DefaultDays = 30;

    private readonly PersonIndex _index;
    private readonly UserReader _users;
    private readonly IOptions<HubSpotOptions> _hubSpot;

    internal FindEndpoint(PersonIndex index, UserReader users, IOptions<HubSpotOptions> hubSpot)
    {
        _index = index;
        _users = users;
        _hubSpot = hubSpot;
    }

    /// <summary>Finds the users that had a value of the account's unique property, or a caller's trace id.</summary>
    /// <param name="request">The request, with a <see cref="FindRequest"/>.</param>
    public Task<IResult> FindAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        MediaTypes.Find(request, ApiResult.JsonType);
        var (kind, value, days) = Read(await BoundedBody.ReadAsync(request, MaxBodyBytes));
        var keys = await _index.FindAsync(kind, value, days) ?? throw PersonRefusals.NoKey();
        var users = await _users.ReadAsync(keys.Take(PersonIndex.MaxFound));
        return ApiResult.Of(
            new FoundUsers([.. users.Select(user => UserLine.Of(user.View)).OrderByDescending(user => user.CompletedAt)], IsComplete: keys.Count <= PersonIndex.MaxFound),
            HttpJson.Default.FoundUsers);
    });

    private (PersonKind Kind, string Value, int Days) Read(ReadOnlyMemory<byte> body)
    {
        var request = Parse(body);
        var days = request.Days ?? DefaultDays;
        if (days is < 1 or > PersonIndex.MaxDays)
        {
            throw PersonRefusals.Bad("/days", $"days must be a number from 1 to {PersonIndex.MaxDays}.");
        }

        return (UniqueValue.Normalize(request.UniqueValue), request.TraceId) switch
        {
            ({ } value, null) when _hubSpot.Value.UniqueProperty is { Length: > 0 } => (PersonKind.UniqueValue, value, days),
            ({ }, null) => throw PersonRefusals.NoProperty(),
            (null, { Length: > 0 } traceId) => (PersonKind.TraceId, traceId, days),
            _ => throw PersonRefusals.Bad(string.Empty, "Name either uniqueValue or traceId."),
        };
    }

    private static FindRequest Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, HttpJson.Default.FindRequest) ?? throw PersonRefusals.Bad(string.Empty, "The body must be a JSON object.");
        }
        catch (JsonException)
        {
            // What the exception says may quote the body.
            throw PersonRefusals.Bad(string.Empty, "The body must be a JSON object with uniqueValue or traceId as text, and days as a number.");
        }
    }
}

/// <summary>The users that were found.</summary>
/// <param name="Users">What became of them, the newest first.</param>
/// <param name="IsComplete">Whether these are all; false when more than 1,000 have the value, of which those of the newest days are listed: ask for fewer days.</param>
internal sealed record FoundUsers(IReadOnlyList<UserLine> Users, bool IsComplete);

/// <summary>Who is to be found: by exactly one of the two.</summary>
/// <param name="UniqueValue">The person's value of the account's unique property (HubSpot:UniqueProperty), such as an address.</param>
/// <param name="TraceId">The caller's own trace id; not one that an import made of a line.</param>
/// <param name="Days">How many days back, today included: 1 to 90, 30 by default.</param>
internal sealed record FindRequest(string? UniqueValue = null, string? TraceId = null, int? Days = null);
