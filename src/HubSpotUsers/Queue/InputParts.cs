using System.Globalization;
using System.Text.Json;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>
/// Cuts an input that leaves no room for an envelope (it was refused for its size) into parts that do, so that its identity, its position and
/// the reason go wherever it goes. Each part is a faulty input: <c>{"properties":{…},"part":"1/2","original":"…"}</c>, in which
/// <c>original</c> is a piece of the input's own text and <c>properties</c> has no more than what tells whose it is.
/// </summary>
internal static class InputParts
{
    private const string Part = "part";
    private const string Original = "original";

    /// <summary>A request to erase takes no longer value.</summary>
    private const int MaxPersonBytes = 8 * 1024;

    /// <summary>Cuts an input.</summary>
    /// <param name="property">The property that tells persons apart; null when there is none.</param>
    /// <param name="fits">Whether there is room for a part.</param>
    public static IReadOnlyList<EnvelopeInput> Of(EnvelopeInput input, string? property, Func<EnvelopeInput, bool> fits)
    {
        var text = input.Original.GetRawText();
        var persons = PersonsOf(input.Original, property);
        for (var count = 2; ; count++)
        {
            List<EnvelopeInput> parts = [.. Enumerable.Range(0, count).Select(part => input with { Original = Write(text[Cut(text, part, count)..Cut(text, part + 1, count)], part + 1, count, property, persons) })];
            if (count > text.Length || parts.TrueForAll(part => fits(part)))
            {
                return parts;
            }
        }
    }

    /// <summary>Which part of an input one is, as <c>1/2</c>; null for a whole one.</summary>
    public static string? NameOf(JsonElement input) => input.ValueKind is JsonValueKind.Object
        && input.TryGetProperty(Original, out var text) && text.ValueKind is JsonValueKind.String
        && input.TryGetProperty(Part, out var part) && part.ValueKind is JsonValueKind.String && JsonText.TryGet(part, out var name)
        && name.Split('/') is [var number, var count] && IsNumber(number) && IsNumber(count)
            ? name
            : null;

    /// <summary>Whether an input is a part other than the first: the first one stands for the user in all that is counted and decided.</summary>
    public static bool IsFurther(JsonElement input) => NameOf(input) is { } name && !name.StartsWith("1/", StringComparison.Ordinal);

    /// <summary>Says of a message which part it holds, if it holds one.</summary>
    public static PoisonHeader Describe(PoisonHeader header, IReadOnlyList<EnvelopeInput> inputs) => inputs is [var input] && NameOf(input.Original) is { } name
        ? header with { Detail = $"Part {name} of a user that is too large for one message. {header.Detail}" }
        : header;

    /// <summary>Half of a surrogate pair is no text.</summary>
    private static int Cut(string text, int part, int count)
    {
        var position = (int)((long)text.Length * part / count);
        return position < text.Length && char.IsLowSurrogate(text[position]) ? position + 1 : position;
    }

    private static List<string> PersonsOf(JsonElement input, string? property)
    {
        var (persons, left) = (new List<string>(), MaxPersonBytes);
        foreach (var value in property is null ? [] : PersonValues.Of(input, property).Distinct(StringComparer.Ordinal))
        {
            left -= System.Text.Encoding.UTF8.GetByteCount(value);
            if (left >= 0)
            {
                persons.Add(value);
            }
        }

        return persons;
    }

    private static JsonElement Write(string text, int number, int count, string? property, List<string> persons) => JsonElement.Parse(EnvelopeWriter.WriteObject(writer =>
    {
        if (persons.Count > 0)
        {
            writer.WriteStartObject("properties"u8);
            writer.WriteStartArray(property!);
            persons.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteString(Part, string.Create(CultureInfo.InvariantCulture, $"{number}/{count}"));
        writer.WriteString(Original, text);
    }).ToMemory().Span);

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
