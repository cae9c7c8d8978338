using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Creating;
using Api.Poison;
using Api.Reading;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Erasing;

/// <summary>Begins to erase a person. Who that is stands in the body, which no log or trace holds; the task keeps its hash, and only until it ends.</summary>
public sealed class EraseEndpoint
{
    private const int MaxBodyBytes = 8 * 1024;

    private readonly PoisonTasks _tasks;
    private readonly PoisonSwitch _switch;
    private readonly PersonIndex _index;
    private readonly IOptions<HubSpotOptions> _hubSpot;
    private readonly TimeProvider _time;

    internal EraseEndpoint(PoisonTasks tasks, PoisonSwitch poisonSwitch, PersonIndex index, IOptions<HubSpotOptions> hubSpot, TimeProvider time)
    {
        _tasks = tasks;
        _switch = poisonSwitch;
        _index = index;
        _hubSpot = hubSpot;
        _time = time;
    }

    /// <summary>Handles <c>POST /api/users/erase</c>: begins a task that erases a person, or counts what it would.</summary>
    /// <param name="request">The request, with an <see cref="EraseRequest"/>.</param>
    public Task<IResult> EraseAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        _switch.Check();
        MediaTypes.Find(request, ApiResult.JsonType);
        var asked = Parse(await BoundedBody.ReadAsync(request, MaxBodyBytes));
        var erasure = await ReadAsync(asked);
        var now = _time.GetUtcNow();
        var task = new PoisonTask
        {
            Id = PoisonTaskId.Create(now),
            Kind = PoisonTaskKind.Erase,
            Filter = new PoisonFilter(),
            DecidedAt = now,
            IsAboutDoubtful = true,
            IsDryRun = asked.DryRun,
        };
        await _tasks.BeginAsync(task, erasure: asked.DryRun ? erasure with { Stage = ErasureStage.Poison } : erasure);
        return BegunTask.Of(request, task);
    });

    private async Task<Erasure> ReadAsync(EraseRequest asked) => (UniqueValue.Normalize(asked.UniqueValue), asked.SourceId, asked.Index) switch
    {
        ({ } value, null, null) when _hubSpot.Value.UniqueProperty is { Length: > 0 } => new Erasure(await _index.HashAsync(value) ?? throw PersonRefusals.NoKey()),
        ({ }, null, null) => throw PersonRefusals.NoProperty(),
        (null, { } source, >= 0 and var index) when SourceId.IsValid(source) => OfUser(source, index),
        _ => throw PersonRefusals.Bad(string.Empty, "Name either uniqueValue, or sourceId and index as GET /api/users or GET /api/requests/{id}/users lists them."),
    };

    /// <summary>Lists of a request count through the request, and all others within a message: it must be clear whom that means.</summary>
    private static Erasure OfUser(string source, int index)
    {
        if (UserPlace.FindQueued(source) is { } queued && (queued.Offset > 0 || index >= queued.Count))
        {
            throw PersonRefusals.Bad(
                "/sourceId",
                $"This is a message of a request, whose first user is number {queued.Offset} there. Give the request, {queued.RequestId}, as sourceId, and as index the position in the request, from 0.");
        }

        var place = UserPlace.Of(source, index);
        return new Erasure(Source: place.Source, Index: place.Index);
    }

    private static EraseRequest Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, HttpJson.Default.EraseRequest) ?? throw BadBody();
        }
        catch (JsonException)
        {
            // What the exception says may quote the body.
            throw BadBody();
        }
    }

    private static RefusedException BadBody() =>
        PersonRefusals.Bad(string.Empty, "The body must be a JSON object with uniqueValue or sourceId as text, index as a number, dryRun as true or false, and no other fields.");
}

/// <summary>Who is to be erased: a person by uniqueValue, or one user by sourceId and index.</summary>
/// <param name="UniqueValue">The person's value of the account's unique property (HubSpot:UniqueProperty), such as an address.</param>
/// <param name="SourceId">The message or request in which the user came.</param>
/// <param name="Index">The user's position there, from 0.</param>
/// <param name="DryRun">Whether to count only.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EraseRequest(string? UniqueValue = null, string? SourceId = null, int? Index = null, bool DryRun = false);
