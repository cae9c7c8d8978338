using Api.Requests;
using Api.Responses;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;

namespace Api.Queueing;

/// <summary>
/// Puts the users of a request onto the queue. When it breaks off between two messages, the same request with the same key puts
/// the same messages there again, and the ledger makes one of each two.
/// </summary>
internal sealed class QueuedRequests(RequestTable requests, RequestQueue queue)
{
    /// <summary>Carries out a request.</summary>
    internal async Task<IResult> RunAsync(OpenedRequest opened, ParsedMessage parsed, HttpRequest request)
    {
        var entry = opened.Entry;
        if (opened.Standing is RequestStanding.Busy)
        {
            throw RunningRequest.Refuse(entry);
        }

        if (opened.Standing is RequestStanding.Begun)
        {
            entry = await SendAsync(entry, parsed, request);
        }

        return Accepted.Of(request, entry.Id, new QueuedResponse(entry.Id, entry.Inputs, entry.Messages), HttpJson.Default.QueuedResponse);
    }

    /// <summary>Refuses users that no message has room for, before anything is sent.</summary>
    internal static void RefuseTooLarge(ParsedMessage parsed)
    {
        List<InputFault> faults = [.. parsed.Inputs
            .Where(input => MessagePacker.Write(input.User!) is null)
            .Select(input => new InputFault($"/inputs/{input.Index}", "The user is too large for a queue message; send it in a synchronous request."))];
        if (faults.Count > 0)
        {
            throw RefusedException.BadRequest(faults);
        }
    }

    private async Task<RequestEntry> SendAsync(RequestEntry entry, ParsedMessage parsed, HttpRequest request)
    {
        try
        {
            var packer = new MessagePacker(
                entry.Id,
                parsed.TraceParent ?? TraceContext.Of(request),
                entry.IsByProducer ? new ProducerSource(entry.SourceId, entry.ReceivedAt) : null);
            var stream = new MessageStream(queue);
            foreach (var input in parsed.Inputs)
            {
                await stream.SendAsync(packer.Add(MessagePacker.Write(input.User!)!));
            }

            await stream.SendAsync(packer.Flush());
            await stream.CompleteAsync();
            return await requests.SaveAsync(entry with { State = RequestState.Queued, Inputs = packer.Inputs, Messages = packer.Messages });
        }
        catch
        {
            await requests.SaveAsync(entry with { State = RequestState.Interrupted });
            throw;
        }
    }
}

/// <summary>The response to a request whose users went onto the queue.</summary>
/// <param name="RequestId">The request's id, by which its progress can be asked for.</param>
/// <param name="Inputs">How many users it has.</param>
/// <param name="Messages">How many messages they are in.</param>
internal sealed record QueuedResponse(string RequestId, int Inputs, int Messages);
