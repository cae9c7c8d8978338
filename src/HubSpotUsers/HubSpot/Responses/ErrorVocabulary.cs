using System.Text.RegularExpressions;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>The words that a message about some inputs may have: HubSpot's own (<see cref="ErrorWords"/>) and the names of their properties.</summary>
internal sealed partial class ErrorVocabulary
{
    /// <summary>Stands in place of what is left out.</summary>
    public const char Redacted = '…';

    private const string Separators = " .,:;()[]{}\"'=!?<>|/\\";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Values that consist of HubSpot's own words, longest first: a value within another would leave the rest of it.</summary>
    private readonly List<string> _plainValues;

    /// <summary>Collects the names and the values of inputs.</summary>
    public ErrorVocabulary(IEnumerable<UserInput> inputs)
    {
        foreach (var (name, value) in inputs.SelectMany(input => input.Properties))
        {
            if (IsPropertyName(name))
            {
                _names.Add(name);
            }

            _values.Add(Normal(value));
        }

        _values.Remove(string.Empty);
        _plainValues = [.. _values.Where(IsPlain).OrderByDescending(value => value.Length)];
    }

    /// <summary>Whether a text has the form that HubSpot gives the names of properties.</summary>
    public static bool IsPropertyName(string text) => PropertyName().IsMatch(text);

    /// <summary>Whether a part of a text, by its first character, stands between words.</summary>
    public static bool IsSeparator(char character) => Separators.Contains(character, StringComparison.Ordinal);

    /// <summary>Divides a text into words and what stands between them.</summary>
    public static Regex.ValueMatchEnumerator PartsOf(string text) => Parts().EnumerateMatches(text);

    /// <summary>Whether a word may be repeated.</summary>
    public bool Contains(ReadOnlySpan<char> word) => ErrorWords.Contains(word) || _names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>Whether a text is a value of the inputs.</summary>
    public bool IsValue(string text) => _values.Contains(text);

    /// <summary>Gives a message with single spaces, and without the values that consist of HubSpot's own words.</summary>
    public string WithoutPlainValues(string message) => _plainValues.Aggregate(Normal(message), ReplaceWord);

    private static string Normal(string text) => WhiteSpace().Replace(text, " ").Trim();

    private bool IsPlain(string value)
    {
        var hasWord = false;
        foreach (var part in PartsOf(value))
        {
            var word = value.AsSpan(part.Index, part.Length);
            if (!IsSeparator(word[0]))
            {
                if (!Contains(word))
                {
                    return false;
                }

                hasWord = true;
            }
        }

        return hasWord;
    }

    private static string ReplaceWord(string message, string value)
    {
        for (var at = message.IndexOf(value, StringComparison.OrdinalIgnoreCase); at >= 0; at = message.IndexOf(value, at, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + value.Length;
            var isWord = (at is 0 || !char.IsLetterOrDigit(message[at - 1])) && (end == message.Length || !char.IsLetterOrDigit(message[end]));
            if (isWord)
            {
                message = string.Concat(message.AsSpan(0, at), [Redacted], message.AsSpan(end));
            }

            at += 1;
            if (at >= message.Length)
            {
                break;
            }
        }

        return message;
    }

    [GeneratedRegex(@"[ .,:;()\[\]{}""'=!?<>|/\\]+|[^ .,:;()\[\]{}""'=!?<>|/\\]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,99}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PropertyName();
}
