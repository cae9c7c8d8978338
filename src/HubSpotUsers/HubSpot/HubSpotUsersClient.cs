using System.Net.Http.Headers;
using System.Text.Json;
using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Pausing;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace HubSpotUsers.HubSpot;

/// <summary>Calls HubSpot's users object. Every outcome of a call is a <see cref="CallResult"/>, never an exception, except cancellation.</summary>
/// <param name="http">A client whose handlers add token, rate limit and safe retries: see <see cref="HubSpotHttpClientExtensions"/>.</param>
/// <param name="options">The path of the object.</param>
/// <param name="gate">Knows how long what was refused must wait.</param>
internal sealed class HubSpotUsersClient(HttpClient http, IOptions<HubSpotOptions> options, SendingGate gate, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Creates users: <c>POST {path}/batch/create</c>.</summary>
    /// <param name="body">The request's JSON: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</param>
    /// <param name="leaving">Called when an attempt has its permit of the rate limit and leaves.</param>
    /// <param name="cancellationToken">Ends the call, as cancelled when HubSpot may have applied it.</param>
    public Task<CallResult> CreateAsync(ReadOnlyMemory<byte> body, Action leaving, CancellationToken cancellationToken) =>
        PostAsync("batch/create", body, leaving, cancellationToken);

    /// <summary>Reads users: <c>POST {path}/batch/read</c>.</summary>
    /// <param name="request">Which users, by what.</param>
    /// <param name="leaving">Called when an attempt has its permit of the rate limit and leaves.</param>
    public Task<CallResult> ReadAsync(BatchReadRequest request, Action leaving, CancellationToken cancellationToken) =>
        PostAsync("batch/read", JsonSerializer.SerializeToUtf8Bytes(request, HubSpotJson.Tolerant.BatchReadRequest), leaving, cancellationToken);

    /// <summary>Reads the properties of users: <c>GET {properties path}</c>. Not a call of a batch: it fails with an exception.</summary>
    /// <returns>The properties; null when HubSpot does not show them.</returns>
    /// <exception cref="HttpRequestException">HubSpot could not be asked.</exception>
    public async Task<IReadOnlyList<PropertyDefinition>?> GetPropertiesAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Value.PropertiesPath);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return WholeResponse.TryParse(response, HubSpotJson.Tolerant.PropertyList)?.Results;
        }

        return CallOutcomes.Of(response.StatusCode) is CallOutcome.NotApplied or CallOutcome.Ambiguous
            ? throw new HttpRequestException("HubSpot cannot be asked at the moment.", inner: null, response.StatusCode)
            : null;
    }

    private async Task<CallResult> PostAsync(string operation, ReadOnlyMemory<byte> body, Action leaving, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Value.UsersPath}/{operation}")
        {
            Content = new CallContent(body) { Headers = { ContentType = Json } },
        };
        RateLimitHandler.OnLeaving(request, leaving);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Read(response);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !RateLimitHandler.HasLeft(request))
        {
            return new CallResult { Outcome = CallOutcome.NotApplied, Trouble = "The call was canceled before it was sent" };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallResult
            {
                Outcome = CallOutcomes.Of(exception),
                Trouble = CallOutcomes.Describe(exception),
                HeldBy = HeldBy(exception),
                NotBefore = NotBefore(exception),
            };
        }
    }

    private CallResult Read(HttpResponseMessage response)
    {
        var correlationId = CorrelationId.Of(response);
        if (response.IsSuccessStatusCode)
        {
            var batch = WholeResponse.TryParse(response, HubSpotJson.Tolerant.BatchResponse) is { IsSilent: false } readable
                ? readable with { Status = HubSpotCode.Of(readable.Status) }
                : null;
            return new CallResult
            {
                Outcome = batch is null ? CallOutcome.Ambiguous : CallOutcome.Processed,
                HttpStatus = response.StatusCode,
                Response = batch,
                CorrelationId = correlationId,
                Trouble = batch is null ? "The body of a success response says nothing that can be read" : null,
            };
        }

        var error = ErrorBodyReader.Read(response);
        return new CallResult
        {
            Outcome = CallOutcomes.Of(response),
            HttpStatus = response.StatusCode,
            Error = error,
            CorrelationId = CorrelationId.Of(error?.CorrelationId) ?? correlationId,
            NotBefore = gate.Current?.Until,
        };
    }

    private static Pause? HeldBy(Exception exception) => exception switch
    {
        SendingPausedException paused => paused.Pause,
        _ => null,
    };

    private DateTimeOffset? NotBefore(Exception exception) => exception switch
    {
        SendingPausedException paused => paused.Pause.Until,
        BrokenCircuitException broken => time.GetUtcNow() + (broken.RetryAfter ?? options.Value.BreakDuration),
        _ => null,
    };
}
