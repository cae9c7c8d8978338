using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HubSpotUsers.HubSpot.Http;
using HubSpotUsers.HubSpot.Wire;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot;

/// <summary>Calls HubSpot's users object. Every outcome of a call is a <see cref="CallResult"/>, never an exception, except cancellation.</summary>
/// <param name="http">A client whose handlers add token, rate limit and safe retries: see <see cref="HubSpotHttpClientExtensions"/>.</param>
/// <param name="options">The path of the object.</param>
public sealed class HubSpotUsersClient(HttpClient http, IOptions<HubSpotOptions> options)
{
    private const string CorrelationIdHeader = "X-HubSpot-Correlation-Id";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Creates users: <c>POST {path}/batch/create</c>.</summary>
    /// <param name="body">The request's JSON: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</param>
    /// <param name="holdsPermit">Whether the caller holds a permit of the rate limit for the first attempt; every further one takes its own.</param>
    /// <param name="cancellationToken">Ends the call, as cancelled when HubSpot may have applied it.</param>
    public Task<CallResult> CreateAsync(ReadOnlyMemory<byte> body, bool holdsPermit, CancellationToken cancellationToken) =>
        PostAsync("batch/create", body, holdsPermit, cancellationToken);

    /// <summary>Reads users: <c>POST {path}/batch/read</c>.</summary>
    /// <param name="request">Which users, by what.</param>
    /// <param name="holdsPermit">Whether the caller holds a permit of the rate limit for the first attempt; every further one takes its own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CallResult> ReadAsync(BatchReadRequest request, bool holdsPermit, CancellationToken cancellationToken) =>
        PostAsync("batch/read", JsonSerializer.SerializeToUtf8Bytes(request, HubSpotJson.Tolerant.BatchReadRequest), holdsPermit, cancellationToken);

    private async Task<CallResult> PostAsync(string operation, ReadOnlyMemory<byte> body, bool holdsPermit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Value.UsersPath}/{operation}")
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } },
        };
        if (holdsPermit)
        {
            RateLimitHandler.GivePermit(request);
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !RateLimitHandler.HasLeft(request))
        {
            return new CallResult { Verdict = CallVerdict.NotApplied, Trouble = "The call was given up before it could leave" };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new CallResult { Verdict = CallVerdicts.Of(exception), Trouble = CallVerdicts.Describe(exception) };
        }
    }

    private static async Task<CallResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The handlers have read the whole body already, within the time and size allowed.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var correlationId = response.Headers.TryGetValues(CorrelationIdHeader, out var values) ? values.FirstOrDefault() : null;
        if (response.IsSuccessStatusCode)
        {
            var answer = TryParse(body, HubSpotJson.Tolerant.BatchResponse);
            return new CallResult
            {
                Verdict = answer is null ? CallVerdict.Ambiguous : CallVerdict.Answered,
                HttpStatus = response.StatusCode,
                Response = answer,
                CorrelationId = correlationId,
                Trouble = answer is null ? "The body of a success answer cannot be read" : null,
            };
        }

        var error = TryParse(body, HubSpotJson.Tolerant.ApiError);
        return new CallResult
        {
            Verdict = CallVerdicts.Of(response.StatusCode),
            HttpStatus = response.StatusCode,
            Error = error,
            CorrelationId = error?.CorrelationId ?? correlationId,
        };
    }

    private static T? TryParse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
