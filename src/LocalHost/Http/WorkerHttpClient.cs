using System.Diagnostics;
using System.Net;

namespace LocalHost.Http;

/// <summary>The client that carries requests to the worker's web server: no redirects, no cookies, nothing decompressed, no proxy.</summary>
internal sealed class WorkerHttpClient : IDisposable
{
    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    public void Dispose() => Invoker.Dispose();
}
