using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Simulators.HubSpot.Api;

/// <summary>Sends a response the way its <see cref="ResponseDelivery"/> says.</summary>
internal sealed class ResponseWriter(TimeProvider time)
{
    public async Task WriteAsync(HttpContext http, CallResponse response, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        switch (response.Delivery)
        {
            case ResponseDelivery.Reset:
                http.Abort();
                return;
            case ResponseDelivery.Never:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, gone.Token);
                return;
        }

        WriteHead(http.Response, response);
        switch (response.Delivery)
        {
            case ResponseDelivery.Truncated:
                await http.Response.Body.WriteAsync(response.Body[..(response.Body.Length / 2)], gone.Token);
                await http.Response.Body.FlushAsync(gone.Token);
                http.Abort();
                break;
            case ResponseDelivery.Dripping:
                await DripAsync(http.Response, response, gone.Token);
                break;
            default:
                await http.Response.Body.WriteAsync(response.Body, gone.Token);
                break;
        }
    }

    private static void WriteHead(HttpResponse target, CallResponse response)
    {
        target.StatusCode = response.Status;
        target.ContentType = response.ContentType;
        target.ContentLength = response.Body.Length;
        if (response.RetryAfter is { } retryAfter)
        {
            target.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task DripAsync(HttpResponse target, CallResponse response, CancellationToken gone)
    {
        for (var position = 0; position < response.Body.Length; position++)
        {
            await target.Body.WriteAsync(response.Body.Slice(position, 1), gone);
            await target.Body.FlushAsync(gone);
            await Task.Delay(response.DripInterval, time, gone);
        }
    }
}
