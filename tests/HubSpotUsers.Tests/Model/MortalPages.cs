using Azure;

namespace HubSpotUsers.Tests.Model;

/// <summary>A query as one process sees it.</summary>
internal sealed class MortalPages<T>(Func<AsyncPageable<T>> query, Fate fate) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var pages = await fate.StepAsync(() => Task.FromResult(query()), isTable: true);
        await foreach (var page in pages.AsPages(continuationToken, pageSizeHint))
        {
            yield return page;
        }
    }
}
