using Azure;

namespace Testing.Fakes;

/// <summary>A query's one page, asked for when it is first wanted, which may take its time.</summary>
/// <param name="ask">Gives the page.</param>
/// <param name="gate">What it waits for.</param>
/// <param name="takesContinuations">Whether it may be asked for as the page after another.</param>
internal sealed class GatedPages<T>(Func<Page<T>> ask, Task gate, bool takesContinuations = true) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var page = ask();
        await gate;
        if (continuationToken is not null && !takesContinuations)
        {
            throw new RequestFailedException(400, "The continuation cannot be used.", "InvalidInput", innerException: null);
        }

        yield return page;
    }
}
