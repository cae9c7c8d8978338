using Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Creating;

/// <summary>
/// Bounds the JSON bodies in the process by their bytes, <see cref="HttpOptions.MaxPendingBodyBytes"/>: with all that is made of it a body takes
/// about six times its length. Large ones have three quarters, smaller ones the rest, so that neither keep the others out. One that finds no
/// room is refused rather than kept waiting, since the host holds the bodies that wait.
/// </summary>
/// <param name="options">The bound.</param>
internal sealed class BodyRoom(IOptions<HttpOptions> options)
{
    /// <summary>Bodies of so many bytes, as of a hundred users, always have room.</summary>
    internal const int FreeBytes = 64 * 1024;

    /// <summary>Bodies of more bytes are large: the users of a synchronous request take less.</summary>
    internal const int LargeBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private long _small;
    private long _large;

    /// <summary>Gives a body its place, which takes no room until it is known to be long.</summary>
    public BodyPlace Enter() => new(this);

    /// <summary>Changes how much room a body has. A body that is longer than the bound gets it when no other of its kind has any.</summary>
    /// <param name="before">The bytes that it had room for.</param>
    /// <param name="after">The bytes that it needs room for.</param>
    /// <returns>Whether there is so much.</returns>
    internal bool TryChange(long before, long after)
    {
        lock (_lock)
        {
            var (small, large) = (_small - SmallOf(before) + SmallOf(after), _large - LargeOf(before) + LargeOf(after));
            var ofSmall = options.Value.MaxPendingBodyBytes / 4;
            if ((small > ofSmall && small > SmallOf(after)) || (large > options.Value.MaxPendingBodyBytes - ofSmall && large > LargeOf(after)))
            {
                return false;
            }

            (_small, _large) = (small, large);
            return true;
        }
    }

    private static long SmallOf(long bytes) => bytes is > FreeBytes and <= LargeBytes ? bytes : 0;

    private static long LargeOf(long bytes) => bytes > LargeBytes ? bytes : 0;
}

/// <summary>The room of one body, until all is done with it.</summary>
/// <param name="room">The room of all.</param>
internal sealed class BodyPlace(BodyRoom room) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private long _bytes;

    /// <summary>Makes room for a body that has so many bytes by now.</summary>
    /// <exception cref="RefusedException">There is none at the moment.</exception>
    public void Grow(long bytes)
    {
        if (bytes <= _bytes)
        {
            return;
        }

        if (!room.TryChange(_bytes, bytes))
        {
            throw new RefusedException(new Problem(
                "Too many large requests at once",
                StatusCodes.Status503ServiceUnavailable,
                "The app is processing as many large bodies as it may at once. Nothing of this one was sent; send it again later, or its users in several requests."))
            {
                RetryAfter = RetryAfter,
            };
        }

        _bytes = bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        room.TryChange(_bytes, after: 0);
        _bytes = 0;
    }
}
