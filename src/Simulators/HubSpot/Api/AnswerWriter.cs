using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Simulators.HubSpot.Api;

/// <summary>Sends an answer the way its <see cref="Delivery"/> says.</summary>
internal sealed class AnswerWriter(TimeProvider time)
{
    public async Task WriteAsync(HttpContext http, Answer answer, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        switch (answer.Delivery)
        {
            case Delivery.Reset:
                http.Abort();
                return;
            case Delivery.Never:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, gone.Token);
                return;
        }

        WriteHead(http.Response, answer);
        switch (answer.Delivery)
        {
            case Delivery.Truncated:
                await http.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], gone.Token);
                await http.Response.Body.FlushAsync(gone.Token);
                http.Abort();
                break;
            case Delivery.Dripping:
                await DripAsync(http.Response, answer, gone.Token);
                break;
            default:
                await http.Response.Body.WriteAsync(answer.Body, gone.Token);
                break;
        }
    }

    private static void WriteHead(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (answer.RetryAfter is { } retryAfter)
        {
            response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task DripAsync(HttpResponse response, Answer answer, CancellationToken gone)
    {
        for (var position = 0; position < answer.Body.Length; position++)
        {
            await response.Body.WriteAsync(answer.Body.Slice(position, 1), gone);
            await response.Body.FlushAsync(gone);
            await Task.Delay(answer.DripInterval, time, gone);
        }
    }
}
