using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Functions.Tests.Contracts;

/// <summary>A request as the app sent it.</summary>
public sealed record RecordedRequest(string Method, string Path, string? ContentType, string? Authorization, string Body)
{
    public static async Task<RecordedRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        return new RecordedRequest(
            request.Method,
            request.Path,
            request.ContentType,
            request.Headers.Authorization,
            await reader.ReadToEndAsync(cancellationToken));
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(Method), Path);
        if (Authorization is not null)
        {
            message.Headers.Authorization = AuthenticationHeaderValue.Parse(Authorization);
        }

        if (ContentType is not null)
        {
            message.Content = new StringContent(Body, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(ContentType) } };
        }

        return message;
    }
}
