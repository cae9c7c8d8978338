using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;

namespace HubSpotUsers.Retention;

/// <summary>The messages and requests that the poison queue has users of. If a person sends these back, their rows say what became of them.</summary>
internal sealed class PoisonSources
{
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _requests;

    /// <summary>Reads them off the list of the queue.</summary>
    public PoisonSources(IReadOnlyList<PoisonEntry> listed)
    {
        _sources = listed.Select(entry => entry.SourceId).ToHashSet(StringComparer.Ordinal);
        _requests = listed.Select(entry => entry.RequestId ?? QueuedSource.Find(entry.SourceId)?.RequestId).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether users of a message or request are there.</summary>
    public bool Have(string? sourceId) => sourceId is null || _sources.Contains(sourceId);

    /// <summary>Whether users of a request are there.</summary>
    public bool HaveRequest(string requestId) => _requests.Contains(requestId) || _sources.Contains(requestId);
}
