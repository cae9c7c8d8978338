using System.Text.Json;
using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Outcomes;

/// <summary>
/// Tells HubSpot's errors without the values they repeat: messages quote e-mail addresses and other property values,
/// which belong in no table or log.
/// </summary>
internal static partial class ErrorText
{
    private const int MaxLength = 500;
    private const int MaxPatternLength = 4000;
    private const string Redacted = "…";

    /// <summary>Gives the message of an error without property values.</summary>
    /// <param name="message">HubSpot's message.</param>
    /// <param name="inputs">The inputs it may quote.</param>
    public static string? WithoutValues(string? message, IEnumerable<UserInput> inputs)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return null;
        }

        List<KeyValuePair<string, string>> properties = [.. inputs.SelectMany(input => input.Properties)];
        var text = PropertyErrors(message) is { } errors ? ReplaceValues(errors, properties) : Redact(message, properties);
        return text.Length <= MaxLength ? text : text[..MaxLength] + Redacted;
    }

    /// <summary>HubSpot puts the details of property errors into the message, as JSON: from them, names and codes suffice.</summary>
    private static string? PropertyErrors(string message)
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

    private static string Describe(JsonElement error)
    {
        var name = Word(error, "name");
        var code = Word(error, "error");
        return code is null ? name ?? "unnamed" : $"{name} ({code})";
    }

    private static string? Word(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { } text && Identifier().IsMatch(text)
            ? text
            : null;

    private static string Redact(string message, List<KeyValuePair<string, string>> properties)
    {
        var names = properties.Select(property => property.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        message = ReplaceValues(message, properties);

        // The patterns take time by the square of a text's length; what is beyond is cut off below anyway.
        message = message.Length <= MaxPatternLength ? message : message[..MaxPatternLength];
        message = EmailAddress().Replace(message, Redacted);
        return Quoted().Replace(message, match => names.Contains(match.Groups["text"].Value) ? match.Value : $"\"{Redacted}\"");
    }

    /// <summary>Longest first: a value that stands within another would leave the rest of it.</summary>
    private static string ReplaceValues(string message, List<KeyValuePair<string, string>> properties) =>
        properties.Select(property => property.Value.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(value => value.Length).Aggregate(message, ReplaceWord);

    private static string ReplaceWord(string message, string value)
    {
        if (value.Length is 0)
        {
            return message;
        }

        for (var at = message.IndexOf(value, StringComparison.OrdinalIgnoreCase); at >= 0; at = message.IndexOf(value, at, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + value.Length;
            var isWord = (at is 0 || !char.IsLetterOrDigit(message[at - 1])) && (end == message.Length || !char.IsLetterOrDigit(message[end]));
            if (isWord)
            {
                message = string.Concat(message.AsSpan(0, at), Redacted, message.AsSpan(end));
            }

            at += isWord ? Redacted.Length : 1;
            if (at >= message.Length)
            {
                break;
            }
        }

        return message;
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[^\s""'<>(),:;]+@[^\s""'<>(),:;]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmailAddress();

    [GeneratedRegex("(\\\\?\"|')(?<text>[^\"'\\\\]*)(\\\\?\"|')", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
