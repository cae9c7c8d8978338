using System.Security.Cryptography;
using Api.Queueing;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Creating;

/// <summary>Handles <c>POST /api/users/batch</c>: an ad hoc batch, created at once together with whatever the queue brings, or through the queue.</summary>
public sealed class UserBatchEndpoint
{
    private const string Operation = "users/batch";

    private readonly RequestOpening _opening;
    private readonly ImmediateRequests _immediate;
    private readonly QueuedRequests _queued;
    private readonly BodyRoom _room;
    private readonly IOptions<HttpOptions> _options;

    internal UserBatchEndpoint(
        RequestOpening opening,
        ImmediateRequests immediate,
        QueuedRequests queued,
        BodyRoom room,
        IOptions<HttpOptions> options)
    {
        _opening = opening;
        _immediate = immediate;
        _queued = queued;
        _room = room;
        _options = options;
    }

    /// <summary>
    /// Creates the users of a request. 200 when all were created, or all were there already, 207 when some were created, 422 when none
    /// was, 503 when they must wait or large bodies take all room, and 502 when HubSpot refuses the app; 202 when they went onto the queue; problem details (RFC 9457) for a request that cannot be taken.
    /// </summary>
    /// <param name="request">The request: HubSpot's own body, an array of inputs or one input.</param>
    public Task<IResult> CreateAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        MediaTypes.Find(request, ApiResult.JsonType);
        var key = IdempotencyKey.Of(request, Operation);
        using var place = _room.Enter();
        var body = await BoundedBody.ReadAsync(request, _options.Value.MaxBodyBytes, place);
        var parsed = Parse(body);
        var isQueued = parsed.Inputs.Count > _options.Value.MaxInputs || Preference.IsAsync(request);
        if (isQueued)
        {
            QueuedRequests.RefuseTooLarge(parsed);
        }

        var opened = await _opening.OpenAsync(new NewRequest(isQueued ? RequestKind.Queued : RequestKind.Immediate, parsed.Inputs.Count)
        {
            Key = key,
            BodyHash = Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            ProducerId = parsed.Id,
        });
        return opened.Entry.Kind is RequestKind.Queued
            ? await _queued.RunAsync(opened, parsed, request)
            : await _immediate.RunAsync(opened, parsed, key is not null, TraceContext.Of(request));
    });

    private static ParsedMessage Parse(ReadOnlyMemory<byte> body)
    {
        var parsed = MessageParser.ParseRequest(body);
        if (parsed.Envelope is not null)
        {
            throw RefusedException.BadRequest([new InputFault(string.Empty, "An envelope of the queue is not accepted here; send its inputs.")]);
        }

        if (parsed.Events.Count > 0)
        {
            throw RefusedException.BadRequest([new InputFault(string.Empty, "The body holds several events, and each has its own identity. Send each event in a separate request, or put them on the queue.")]);
        }

        // Those that are not named are one fault for all inputs.
        List<InputFault> faults = [.. parsed.Inputs.SelectMany(input => input.Faults).Distinct()];
        return faults.Count is 0 ? parsed : throw RefusedException.BadRequest(faults);
    }
}
