using Azure;

namespace Testing.Fakes;

/// <summary>A query's one page, asked for when it is first wanted, which may take its time.</summary>
internal sealed class GatedPages<T>(Func<Page<T>> ask, Task gate) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var page = ask();
        await gate;
        yield return page;
    }
}
