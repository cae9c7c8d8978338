using System.Collections.Frozen;
using System.Text;

namespace HubSpotUsers.Files.Text;

/// <summary>
/// The bytes of which it is certain what they are. One byte is another letter in each of the encodings that programs of other countries write,
/// so a wrong guess alters a name silently; only bytes that mean the same in all of them are converted.
/// </summary>
internal static class WesternText
{
    /// <summary>The Windows encodings of central Europe, Turkey and the Baltics, and the ISO ones of central and western Europe and Turkey.</summary>
    private static readonly int[] CandidatePages = [1250, 1254, 1257, 28592, 28599, 28605];

    private const byte OpeningQuote = 0x91;
    private const byte OpeningQuotes = 0x93;

    /// <summary>Letters that are the same in all, and signs that are the same in those of Windows and a control character in those of ISO.</summary>
    private static readonly FrozenSet<byte> Shared = FindShared();

    /// <summary>Whether a byte is the same in all encodings that may be meant.</summary>
    public static bool IsShared(byte value) => value < 0x80 || Shared.Contains(value);

    /// <summary>
    /// Whether text may be of these encodings, and is the same in all. Each letter beyond ASCII must stand beside one of ASCII, for in Greek or
    /// Cyrillic text, most stand beside others; and a sign where signs stand, for in texts of a Mac or of DOS its byte is a letter.
    /// </summary>
    /// <param name="text">The text, from its first byte beyond ASCII on.</param>
    /// <param name="before">The byte before it.</param>
    public static bool IsCertain(ReadOnlySpan<byte> text, byte before)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsShared(text[at]) || (text[at] >= 0xA0 && !IsBesideLetter(text, at)) || (text[at] is >= 0x80 and < 0xA0 && IsWithinWord(text, at, before)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBesideLetter(ReadOnlySpan<byte> text, int at) =>
        at is 0 || at + 1 == text.Length || char.IsAsciiLetter((char)text[at - 1]) || char.IsAsciiLetter((char)text[at + 1]);

    /// <summary>Whether a letter stands before a sign, or after one that opens no quotation.</summary>
    private static bool IsWithinWord(ReadOnlySpan<byte> text, int at, byte before) =>
        char.IsAsciiLetter((char)(at > 0 ? text[at - 1] : before))
        || (at + 1 < text.Length && char.IsAsciiLetter((char)text[at + 1]) && text[at] is not (OpeningQuote or OpeningQuotes));

    private static FrozenSet<byte> FindShared()
    {
        Encoding[] candidates = [.. CandidatePages.Select(page => CodePagesEncodingProvider.Instance.GetEncoding(page)!)];
        return Enumerable.Range(0x80, 0x80)
            .Select(value => (byte)value)
            .Where(value => !char.IsControl(Character(TextEncoding.Windows1252, value)) && Array.TrueForAll(candidates, other => IsSame(other, value)))
            .ToFrozenSet();
    }

    private static bool IsSame(Encoding other, byte value)
    {
        var (western, character) = (Character(TextEncoding.Windows1252, value), Character(other, value));
        return character == western || (!char.IsLetter(western) && char.IsControl(character));
    }

    private static char Character(Encoding encoding, byte value) => encoding.GetString([value])[0];
}
