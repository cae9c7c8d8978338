using System.Security.Cryptography;
using HubSpotUsers.Http.Answers;
using HubSpotUsers.Http.Queueing;
using HubSpotUsers.Http.Requests;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Http.Creating;

/// <summary>Answers <c>POST /api/users/batch</c>: an ad hoc batch, created at once together with whatever the queue brings, or through the queue.</summary>
/// <param name="requests">The requests.</param>
/// <param name="immediate">Creates users at once.</param>
/// <param name="queued">Puts users onto the queue.</param>
/// <param name="options">What a request may hold.</param>
public sealed class UserBatchEndpoint(RequestTable requests, ImmediateRequests immediate, QueuedRequests queued, IOptions<HttpOptions> options)
{
    private const string Operation = "users/batch";

    /// <summary>
    /// Creates the users of a request. 200 when all were created, 207 when some were, 422 when none was, 503 when they must wait and
    /// 502 when HubSpot refuses the app; 202 when they went onto the queue; problem details (RFC 9457) for a request that cannot be taken.
    /// </summary>
    /// <param name="request">The request: HubSpot's own body, an array of inputs or one input.</param>
    public Task<IResult> CreateAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        MediaTypes.Find(request, Answer.JsonType);
        var key = IdempotencyKey.Of(request, Operation);
        var body = await BoundedBody.ReadAsync(request, options.Value.MaxBodyBytes);
        var parsed = Parse(body);
        var isQueued = parsed.Inputs.Count > options.Value.MaxInputs || Preference.IsAsync(request);
        if (isQueued)
        {
            QueuedRequests.RefuseTooLarge(parsed);
        }

        var opened = await requests.OpenAsync(new NewRequest(isQueued ? RequestKind.Queued : RequestKind.Immediate, parsed.Inputs.Count)
        {
            Key = key,
            BodyHash = Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            ProducerId = parsed.Id,
        });
        return opened.Entry.Kind is RequestKind.Queued
            ? await queued.RunAsync(opened, parsed, request)
            : await immediate.RunAsync(opened, parsed, key is not null, TraceContext.Of(request));
    });

    private static ParsedMessage Parse(ReadOnlyMemory<byte> body)
    {
        var parsed = MessageParser.ParseRequest(body);
        if (parsed.Envelope is not null)
        {
            throw RefusedException.BadRequest([new InputFault(string.Empty, "An envelope of the queue is not taken here; send its inputs.")]);
        }

        // Those that are not named are one fault for all inputs.
        List<InputFault> faults = [.. parsed.Inputs.SelectMany(input => input.Faults).Distinct()];
        return faults.Count is 0 ? parsed : throw RefusedException.BadRequest(faults);
    }
}
