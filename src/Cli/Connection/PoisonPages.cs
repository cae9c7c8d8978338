using System.Runtime.CompilerServices;
using Cli.Wire;

namespace Cli.Connection;

/// <summary>The messages of the poison queue, page after page.</summary>
internal static class PoisonPages
{
    private const int PageItems = 1000;

    /// <summary>Reads messages.</summary>
    /// <param name="client">The app.</param>
    /// <param name="filter">Which of them, as a query; empty for all.</param>
    public static async IAsyncEnumerable<PoisonMessageView> ReadAsync(AppClient client, string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var at = continuation is null ? string.Empty : $"&continuation={Uri.EscapeDataString(continuation)}";
            var page = await client.GetAsync($"poison/messages?top={PageItems}{(filter.Length > 0 ? "&" : string.Empty)}{filter}{at}", CliJson.Default.PoisonList, cancellationToken);
            foreach (var message in page.Messages)
            {
                yield return message;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
