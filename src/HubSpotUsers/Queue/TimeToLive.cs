using Azure.Storage.Queues.Models;

namespace HubSpotUsers.Queue;

/// <summary>How long a message may still live. Storage counts in whole seconds, and −1 means that it does not expire.</summary>
internal static class TimeToLive
{
    /// <summary>A message without an end.</summary>
    public static readonly TimeSpan Unlimited = TimeSpan.FromSeconds(-1);

    /// <summary>Storage tells a message without an end by one some thousand years away.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365 * 100);

    /// <summary>What is left of a message's time to live.</summary>
    public static TimeSpan LeftOf(QueueMessage message, DateTimeOffset now)
    {
        if (message.ExpiresOn is not { } expiresOn || expiresOn - now > Longest)
        {
            return Unlimited;
        }

        var left = expiresOn - now;
        return left > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Floor(left.TotalSeconds)) : TimeSpan.Zero;
    }
}
