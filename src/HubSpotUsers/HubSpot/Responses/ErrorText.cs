using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>
/// Reduces HubSpot's errors to known words, codes and property names: its messages repeat e-mail addresses and other values, as they were
/// sent or in another form (reformatted, escaped, cut off), and those belong in no table or log.
/// </summary>
/// <param name="inputs">The inputs an error may be about.</param>
internal sealed partial class ErrorText(IEnumerable<UserInput> inputs)
{
    private const int MaxLength = 500;
    private const int MaxRead = 4000;
    private const string Unnamed = "unnamed";
    private const string PropertyNameContext = "propertyName";

    private readonly Lazy<ErrorVocabulary> _vocabulary = new(() => new ErrorVocabulary(inputs));

    /// <summary>Gives what an error says, without values; null when it says nothing.</summary>
    /// <param name="message">HubSpot's message.</param>
    /// <param name="details">HubSpot's finer errors.</param>
    public string? Of(string? message, IReadOnlyList<ErrorDetail?>? details = null)
    {
        var text = string.IsNullOrWhiteSpace(message) ? null
            : PropertyErrors(message) ?? (DuplicateRule.TakenValue(message) is { } taken ? $"Another record already has that value of {Name(taken.Property) ?? Unnamed}" : Reduce(message));
        foreach (var detail in (details ?? []).OfType<ErrorDetail>())
        {
            if (Describe(detail) is { } description && text?.Contains(description, StringComparison.Ordinal) is not true)
            {
                text = text is null ? description : $"{text}; {description}";
            }
        }

        return text is { Length: > MaxLength } ? $"{text[..MaxLength]}{ErrorVocabulary.Redacted}" : text;
    }

    /// <summary>HubSpot puts the details of property errors into the message, as JSON: from them, names and codes suffice.</summary>
    private string? PropertyErrors(string message)
    {
        var start = message.IndexOf('[', StringComparison.Ordinal);
        if (start < 0 || !message.EndsWith(']'))
        {
            return null;
        }

        try
        {
            var errors = JsonElement.Parse(message.AsSpan(start)).EnumerateArray().Select(Describe).ToList();
            return errors.Count is 0 ? null : $"Property values were not valid: {string.Join(", ", errors)}";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private string Describe(JsonElement error)
    {
        var name = Name(Text(error, "name")) ?? Unnamed;
        return Code(Text(error, "error")) is { } code ? $"{name} ({code})" : name;
    }

    /// <summary>The code of a finer error and the property it is about.</summary>
    private string? Describe(ErrorDetail detail)
    {
        var name = Name(detail.Context?.GetValueOrDefault(PropertyNameContext) is [var property, ..] ? property : null) ?? Name(detail.In);
        return (name, Code(detail.Code)) switch
        {
            ({ } known, { } code) => $"{known} ({code})",
            (null, { } code) => code,
            ({ } known, null) => known,
            _ => null,
        };
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private string? Name(string? text) => text is not null && ErrorVocabulary.IsPropertyName(text) && !_vocabulary.Value.IsValue(text) ? text : null;

    private string? Code(string? text) => text is not null && ErrorCode().IsMatch(text) && !_vocabulary.Value.IsValue(text) ? text : null;

    /// <summary>Keeps the words that are HubSpot's own; what stands between words that are not is left out with them.</summary>
    private string Reduce(string message)
    {
        var text = _vocabulary.Value.WithoutPlainValues(message.Length <= MaxRead ? message : message[..MaxRead]);
        var reduced = new StringBuilder(text.Length);
        var afterRedacted = -1;
        foreach (var part in ErrorVocabulary.PartsOf(text))
        {
            var word = text.AsSpan(part.Index, part.Length);
            if (ErrorVocabulary.IsSeparator(word[0]))
            {
                reduced.Append(word);
            }
            else if (_vocabulary.Value.Contains(word))
            {
                reduced.Append(word);
                afterRedacted = -1;
            }
            else
            {
                reduced.Length = afterRedacted < 0 ? reduced.Length : afterRedacted - 1;
                reduced.Append(ErrorVocabulary.Redacted);
                afterRedacted = reduced.Length;
            }
        }

        return reduced.ToString();
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{1,99}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorCode();
}
