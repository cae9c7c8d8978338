using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;

namespace HubSpotUsers.Retention;

/// <summary>The messages and requests that the poison queue has users of, or had until a person sent them back. Only their rows say what became of these.</summary>
internal sealed class PoisonSources
{
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _requests;

    /// <summary>Reads them off the list of the queue and that of what was sent back.</summary>
    public PoisonSources(IEnumerable<PoisonEntry> listed, IEnumerable<RedrivenSource> redriven)
    {
        List<RedrivenSource> all = [.. listed.Select(entry => new RedrivenSource(entry.SourceId, entry.RequestId)), .. redriven];
        _sources = all.Select(source => source.SourceId).ToHashSet(StringComparer.Ordinal);
        _requests = all.Select(source => source.RequestId ?? QueuedSource.Find(source.SourceId)?.RequestId).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether users of a message or request are there.</summary>
    public bool Have(string? sourceId) => sourceId is null || _sources.Contains(sourceId);

    /// <summary>Whether users of a request are there.</summary>
    public bool HaveRequest(string requestId) => _requests.Contains(requestId) || _sources.Contains(requestId);
}
