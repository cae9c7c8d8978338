using Azure;

namespace Testing.Fakes;

/// <summary>A query's one page, which may take its time.</summary>
internal sealed class GatedPages<T>(Page<T> page, Task gate) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        await gate;
        yield return page;
    }
}
