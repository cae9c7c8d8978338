namespace Simulators.Azurite;

/// <summary>Recognises an Azurite that another program started.</summary>
internal static class RunningAzurite
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<AzuriteConnection?> FindAsync(AzuritePorts ports, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience };
        var responses = await Task.WhenAll(
            IsServiceAsync(client, "Blob", ports.Blob, cancellationToken),
            IsServiceAsync(client, "Queue", ports.Queue, cancellationToken),
            IsServiceAsync(client, "Table", ports.Table, cancellationToken));
        return Array.TrueForAll(responses, response => response)
            ? AzuriteConnection.Of(Address(ports.Blob), Address(ports.Queue), Address(ports.Table))
            : null;
    }

    private static async Task<bool> IsServiceAsync(HttpClient client, string service, int port, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(Address(port)), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.Headers.Server.ToString().StartsWith($"Azurite-{service}/", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Address(int port) => $"http://127.0.0.1:{port}";
}
