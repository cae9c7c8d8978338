using System.Numerics;
using System.Runtime.Intrinsics;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// Finds bytes of a text in their order, comparing a block at once: the fields of a table are so short that a search for the end of each would
/// take longer.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="stops">What to find: a few bytes, none of them 0.</param>
internal ref struct StopScan(ReadOnlySpan<byte> text, byte[] stops)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly byte[] _stops = stops;
    private int _block = -Vector256<byte>.Count;
    private uint _found;

    /// <summary>The place of the next byte; the text's length when there is none.</summary>
    public int Next()
    {
        while (_found is 0)
        {
            _block += Vector256<byte>.Count;
            if (_block >= _text.Length)
            {
                return _text.Length;
            }

            _found = Find(_text[_block..], _stops);
        }

        var at = _block + BitOperations.TrailingZeroCount(_found);
        _found &= _found - 1;
        return at;
    }

    /// <summary>A bit for each byte of the first block of a text.</summary>
    private static uint Find(ReadOnlySpan<byte> text, byte[] stops)
    {
        if (text.Length < Vector256<byte>.Count)
        {
            Span<byte> last = stackalloc byte[Vector256<byte>.Count];
            last.Clear();
            text.CopyTo(last);
            return Find(Vector256.Create<byte>(last), stops);
        }

        return Find(Vector256.Create(text), stops);
    }

    private static uint Find(Vector256<byte> block, byte[] stops)
    {
        var found = Vector256<byte>.Zero;
        foreach (var stop in stops)
        {
            found |= Vector256.Equals(block, Vector256.Create(stop));
        }

        return found.ExtractMostSignificantBits();
    }
}
