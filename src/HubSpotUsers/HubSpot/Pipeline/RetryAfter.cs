namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>How long a response asks to wait (RFC 9110: <c>Retry-After</c>, in seconds or as a date), within bounds.</summary>
internal static class RetryAfter
{
    /// <summary>A running invocation waits no longer; what must, is returned to the queue.</summary>
    public static readonly TimeSpan LongestInvocationWait = TimeSpan.FromMinutes(1);

    /// <summary>HubSpot's own longest wait (HubSpot: Error handling, 477).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Gives the wait, from none to a day; null when the response asks for none that can be read.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Overflowing(response),
        };
        return asked is not { } wait ? null
            : wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > Longest ? Longest
            : wait;
    }

    /// <summary>More seconds than the header's type takes are still a number.</summary>
    private static TimeSpan? Overflowing(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values)
        && values.FirstOrDefault()?.Trim() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            ? Longest
            : null;
}
