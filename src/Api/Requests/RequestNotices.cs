using System.Globalization;
using Api.Reading;
using HubSpotUsers.Notices;
using Microsoft.Extensions.Options;

namespace Api.Requests;

/// <summary>Reports uploads that are finished. A redrive changes the counts of one afterwards, which is not reported again.</summary>
/// <param name="notices">Takes the notice.</param>
/// <param name="options">Whether it is wanted.</param>
/// <param name="links">Where the app is.</param>
internal sealed class RequestNotices(NoticeTable notices, IOptions<NotifyOptions> options, AppLinks links, TimeProvider time)
{
    /// <summary>Has a notice posted of a request that is over.</summary>
    internal Task TellAsync(RequestEntry entry)
    {
        if (entry is { Kind: RequestKind.Immediate } or not { State: RequestState.Done } || !options.Value.Wants(NoticeType.RequestFinished))
        {
            return Task.CompletedTask;
        }

        var id = entry.IsByProducer ? null : entry.Id;
        var request = new FinishedRequest(
            id,
            entry.Kind.ToString(),
            entry.ReceivedAt,
            entry.Inputs,
            entry.FaultyLines,
            RequestView.NonZero(entry.Counts),
            OutcomeFilter.CountAttention(entry.Counts, entry.FaultyLines),
            id is null ? null : links.To($"/api/requests/{id}"));

        // A producer that sends its id again begins another run, until another time.
        var runKey = string.Create(CultureInfo.InvariantCulture, $"{entry.Id}\n{entry.RunsUntil.UtcTicks}");
        return notices.AddAsync(Notice.Of(time.GetUtcNow(), runKey, request));
    }
}
