namespace LocalHost.Tests.Drivers;

/// <summary>A test that uses the host that all such tests share.</summary>
public abstract class SharedHostTest(ProbeEnvironment probe) : IAsyncLifetime
{
    protected HostProcess Host { get; private set; } = null!;

    protected Uri Address => Host.Client.BaseAddress!;

    public async ValueTask InitializeAsync() => Host = await probe.SharedHostAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return Host.Client.SendAsync(request);
    }
}
