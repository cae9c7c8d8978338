using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using HubSpotUsers.HubSpot.Pipeline;
using Microsoft.Extensions.Options;
using Polly.Timeout;

namespace HubSpotUsers.Notices;

/// <summary>Posts notices to the webhook. No text of the response is read, and nothing that names the address leaves here.</summary>
/// <param name="http">The client.</param>
/// <param name="options">Where to, and how.</param>
/// <param name="links">Where the app is.</param>
internal sealed class WebhookClient(HttpClient http, IOptions<NotifyOptions> options, AppLinks links, TimeProvider time)
{
    private const string Unresolved = "a setting is a Key Vault reference that the platform could not read";

    /// <summary>Posts a notice.</summary>
    internal async Task<Post> PostAsync(Notice notice, CancellationToken cancellationToken)
    {
        var (address, secret) = (options.Value.WebhookUri, options.Value.Secret);
        if (VaultReference.IsUnresolved(address) || VaultReference.IsUnresolved(secret))
        {
            return new Post(PostResult.Away, Unresolved);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(NoticeBody.Write(notice, options.Value.Format, links.Dashboard)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        await SignAsync(request, notice.Id, secret);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new Post(ResultOf(response.StatusCode), string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}"), RetryAfter.Of(response, time.GetUtcNow()));
        }
        catch (HttpRequestException exception)
        {
            return new Post(PostResult.Away, exception.HttpRequestError.ToString());
        }
        catch (TimeoutRejectedException)
        {
            return new Post(PostResult.Away, "no response in time");
        }
    }

    private async Task SignAsync(HttpRequestMessage request, string id, string secret)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (WebhookSignature.TryRead(secret, out var keys) && keys.Count > 0)
        {
            request.Headers.Add("webhook-signature", WebhookSignature.Sign(keys, id, timestamp, await request.Content!.ReadAsByteArrayAsync()));
        }
    }

    private static PostResult ResultOf(HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => PostResult.Taken,
        HttpStatusCode.Gone => PostResult.Gone,

        // A notice may be refused for what it says, and the others taken.
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity => PostResult.Refused,
        _ => PostResult.Away,
    };
}

/// <summary>What became of a post.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">The reason, for the log.</param>
/// <param name="Wait">How long the receiver asks to wait; null when it does not.</param>
internal sealed record Post(PostResult Result, string Reason, TimeSpan? Wait = null);

/// <summary>What a post came to.</summary>
internal enum PostResult
{
    /// <summary>The receiver has it (2xx).</summary>
    Taken,

    /// <summary>The receiver does not take this one.</summary>
    Refused,

    /// <summary>The receiver takes none at the moment, or cannot be reached.</summary>
    Away,

    /// <summary>The receiver wants none any more (410).</summary>
    Gone,
}
