using System.Net;

namespace Testing.Fakes;

/// <summary>Stands where the network of the webhook would: records what is posted, and gives the responses planned for it; otherwise 204.</summary>
internal sealed class StubWebhook(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Queue<Func<Task<HttpResponseMessage>>> _planned = new();
    private readonly List<Post> _posts = [];

    /// <summary>Responds to requests without a plan.</summary>
    public Func<Post, HttpStatusCode> Otherwise { get; set; } = _ => HttpStatusCode.NoContent;

    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (_lock)
            {
                return [.. _posts];
            }
        }
    }

    public void Plan(HttpStatusCode status, string? retryAfter = null) => Plan(() =>
    {
        var response = new HttpResponseMessage(status);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return Task.FromResult(response);
    });

    public void Plan(Func<Task<HttpResponseMessage>> response)
    {
        lock (_lock)
        {
            _planned.Enqueue(response);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var post = new Post(
            request.RequestUri!,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            await request.Content!.ReadAsStringAsync(cancellationToken),
            time.GetUtcNow());
        Func<Task<HttpResponseMessage>>? response;
        lock (_lock)
        {
            _posts.Add(post);
            _planned.TryDequeue(out response);
        }

        return response is null ? new HttpResponseMessage(Otherwise(post)) : await response().WaitAsync(cancellationToken);
    }

    /// <summary>A request that reached the webhook.</summary>
    internal sealed record Post(Uri Address, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At)
    {
        public string Id => Headers["webhook-id"];
    }
}
