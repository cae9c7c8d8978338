using System.Collections.Frozen;
using System.Text;
using UtfUnknown;

namespace HubSpotUsers.Files.Text;

/// <summary>
/// Whether bytes are certainly Windows-1252. One byte is another letter in each of the encodings that programs of other countries write, so
/// a wrong guess alters a name without a word; only what cannot be wrong is converted.
/// </summary>
internal static class WesternText
{
    /// <summary>The share of certainty below which the detector is wrong with short texts.</summary>
    private const float Certain = 0.8f;

    private static readonly int[] CandidatePages = [1250, 1254, 1257, 28592, 28599, 28605];
    private static readonly string[] DetectedAs = ["windows-1252", "iso-8859-1", "iso-8859-15"];

    /// <summary>The bytes that are the same letter in the encodings of western, central, northern Europe, the Baltics and Turkey.</summary>
    private static readonly FrozenSet<byte> Shared = FindShared();

    public static bool IsCertain(ReadOnlySpan<byte> text) => IsShared(text) || IsDetected(text);

    /// <summary>Each such byte must stand beside a letter of ASCII: in Greek or Cyrillic text, most stand beside others.</summary>
    private static bool IsShared(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] < 0x80)
            {
                continue;
            }

            var isBeside = (at > 0 && IsLetter(text[at - 1])) || (at + 1 < text.Length && IsLetter(text[at + 1])) || at == 0 || at + 1 == text.Length;
            if (!isBeside || !Shared.Contains(text[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDetected(ReadOnlySpan<byte> text) =>
        CharsetDetector.DetectFromBytes(text.ToArray()).Detected is { Confidence: >= Certain, EncodingName: { } name }
        && DetectedAs.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsLetter(byte value) => char.IsAsciiLetter((char)value);

    private static FrozenSet<byte> FindShared()
    {
        Encoding[] candidates = [.. CandidatePages.Select(page => CodePagesEncodingProvider.Instance.GetEncoding(page)!)];
        return Enumerable.Range(0x80, 0x80)
            .Select(value => (byte)value)
            .Where(value => char.IsLetter(Letter(TextEncoding.Windows1252, value)) && Array.TrueForAll(candidates, other => Letter(other, value) == Letter(TextEncoding.Windows1252, value)))
            .ToFrozenSet();

        static char Letter(Encoding encoding, byte value) => encoding.GetString([value])[0];
    }
}
