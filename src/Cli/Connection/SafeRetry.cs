using System.Net;
using Cli.Terminal;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Spectre.Console;

namespace Cli.Connection;

/// <summary>Sends again what may be sent twice: what only reads, and what has an idempotency key.</summary>
internal static class SafeRetry
{
    /// <summary>Whether a request that is not a GET may be sent twice.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("repeatable");

    /// <summary>Whether a request is a diagnosis, which wants the first response.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsProbe = new("probe");

    private const int MaxAttempts = 8;

    /// <summary>An address that no response ever came from is more likely wrong than away.</summary>
    private const int MaxAttemptsUnmet = 2;

    /// <summary>An upload whose sender died is read to the end of what had arrived: minutes, when storage is slow.</summary>
    private const int MaxAttemptsUnderWay = 45;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Puts the retries over a handler.</summary>
    public static HttpMessageHandler Over(HttpMessageHandler inner, CliContext context)
    {
        var hasResponded = false;
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = context.Time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MaxAttemptsUnderWay,
                ShouldHandle = arguments =>
                {
                    hasResponded |= arguments.Outcome.Result is not null;
                    return ValueTask.FromResult(arguments.Context.GetRequestMessage() is { } request && MayRepeat(request)
                        && (IsUnderWay(arguments.Outcome) || (arguments.AttemptNumber < (hasResponded ? MaxAttempts : MaxAttemptsUnmet) && IsPassing(arguments.Outcome))));
                },
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(DelayOf(arguments)),
                OnRetry = arguments =>
                {
                    context.Notes.MarkupLineInterpolated($"[yellow]{(arguments.Outcome.Result is { } response ? $"The app responds with {(int)response.StatusCode}" : "The connection was lost")}; retrying in {Words.Of(arguments.RetryDelay)}.[/]");
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        return new ResilienceHandler(pipeline) { InnerHandler = inner };
    }

    private static bool MayRepeat(HttpRequestMessage request) =>
        !(request.Options.TryGetValue(IsProbe, out var isProbe) && isProbe)
        && (request.Method == HttpMethod.Get || (request.Options.TryGetValue(IsRepeatable, out var isRepeatable) && isRepeatable));

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        // A name that is not known stays unknown.
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } or { InnerException: CliException } } => false,
        { Exception: HttpRequestException } => true,
        { Result.StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };

    /// <summary>Whether a request with this key is being carried out.</summary>
    private static bool IsUnderWay(Outcome<HttpResponseMessage> outcome) => outcome is { Result: { StatusCode: HttpStatusCode.Conflict, Headers.RetryAfter: not null } };

    /// <summary>What the app asks for, or longer: a process that died is waited for by some, and asking costs.</summary>
    private static TimeSpan DelayOf(RetryDelayGeneratorArguments<HttpResponseMessage> arguments)
    {
        var asked = arguments.Outcome.Result?.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;
        var own = Shortest * Math.Pow(2, arguments.AttemptNumber);
        return TimeSpan.FromTicks(Math.Max(asked.Ticks, Math.Min(own.Ticks, Longest.Ticks)));
    }
}
