using System.Net;
using System.Text;

namespace Testing.Fakes;

/// <summary>Stands where HubSpot's network would: records requests, and gives the responses planned for them.</summary>
internal sealed class StubHubSpot(TimeProvider time, Steps? steps = null) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Queue<Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>> _planned = new();
    private readonly List<SentRequest> _requests = [];

    /// <summary>Responds to requests without a plan; without it such a request fails the test.</summary>
    public Func<SentRequest, HttpResponseMessage>? Otherwise { get; set; }

    /// <summary>Responds to <c>batch/read</c>; without it such a request fails the test.</summary>
    public Func<SentRequest, HttpResponseMessage>? LookUp { get; set; }

    /// <summary>Responds to requests for the properties of users; without it HubSpot does not show them.</summary>
    public Func<Task<HttpResponseMessage>> Properties { get; set; } = () => Task.FromResult(Json(HttpStatusCode.Forbidden, """{"status":"error","message":"The token lacks a scope.","category":"MISSING_SCOPES"}"""));

    /// <summary>Responds to requests for the scopes of a token; without it HubSpot does not tell them.</summary>
    public Func<HttpResponseMessage> TokenInfo { get; set; } = () => Json(HttpStatusCode.NotFound, """{"status":"error","message":"resource not found","category":"OBJECT_NOT_FOUND"}""");

    /// <summary>The bodies of what asked for the scopes of a token.</summary>
    public List<string> TokenInfoRequests { get; } = [];

    /// <summary>How often the properties were asked for.</summary>
    public int PropertyReads { get; private set; }

    public IReadOnlyList<SentRequest> Creates => [.. Requests.Where(request => !IsLookUp(request))];

    public IReadOnlyList<SentRequest> LookUps => [.. Requests.Where(IsLookUp)];

    public List<string> Unexpected { get; } = [];

    public IReadOnlyList<SentRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public static HttpResponseMessage Json(HttpStatusCode status, string body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public void Plan(HttpStatusCode status, string body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var response = Json(status, body, headers);
        Plan((_, _) => Task.FromResult(response));
    }

    public void PlanFailure(Exception exception) => Plan((_, _) => Task.FromException<HttpResponseMessage>(exception));

    public void Plan(Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> response)
    {
        lock (_lock)
        {
            _planned.Enqueue(response);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath == "/crm/v3/properties/users")
        {
            PropertyReads++;
            return await Properties();
        }

        if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == "/oauth/v2/private-apps/get/access-token-info")
        {
            TokenInfoRequests.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return TokenInfo();
        }

        var sent = new SentRequest(
            request.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Content?.Headers.ContentType?.ToString(),
            await request.Content!.ReadAsStringAsync(cancellationToken),
            time.GetUtcNow());
        Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>? response;
        lock (_lock)
        {
            _requests.Add(sent);
            response = IsLookUp(sent) || !_planned.TryDequeue(out var planned) ? null : planned;
        }

        steps?.Add(IsLookUp(sent) ? "HubSpot read" : "HubSpot create");
        if (IsLookUp(sent) && LookUp is not null)
        {
            return LookUp(sent);
        }

        if (sent.Method == HttpMethod.Post && sent.Address.AbsolutePath == "/crm/v3/objects/users/batch/create")
        {
            if (response is not null)
            {
                return await response(sent, cancellationToken);
            }

            if (Otherwise is not null)
            {
                return Otherwise(sent);
            }
        }

        lock (_lock)
        {
            Unexpected.Add($"{sent.Method} {sent.Address}");
        }

        throw new InvalidOperationException("The test expects no such request.");
    }

    private static bool IsLookUp(SentRequest request) =>
        request.Method == HttpMethod.Post && request.Address.AbsolutePath == "/crm/v3/objects/users/batch/read";
}
