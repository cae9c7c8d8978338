using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Reads JSON strings, of which not all are text: an escaped lone surrogate has no UTF-8 form.</summary>
internal static class JsonText
{
    public static bool TryGet(JsonElement element, out string text)
    {
        try
        {
            text = element.GetString() ?? string.Empty;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = string.Empty;
            return false;
        }
    }

    /// <summary>Whether an element is this text.</summary>
    public static bool Is(JsonElement element, string text) =>
        element.ValueKind is JsonValueKind.String && TryGet(element, out var found) && string.Equals(found, text, StringComparison.Ordinal);

    /// <summary>Reads a time (ISO 8601).</summary>
    public static bool TryGetTime(JsonElement element, out DateTimeOffset time)
    {
        time = default;
        return element.ValueKind is JsonValueKind.String && TryGet(element, out _) && element.TryGetDateTimeOffset(out time);
    }

    /// <summary>Reads an id: a string, or a whole number for it. Other numbers can be written in several ways, and an id must not.</summary>
    public static bool TryGetId(JsonElement element, out string text)
    {
        text = string.Empty;
        if (element.ValueKind is JsonValueKind.Number)
        {
            text = element.GetRawText();
            return text.All(c => char.IsAsciiDigit(c) || c is '-');
        }

        return element.ValueKind is JsonValueKind.String && TryGet(element, out text) && text.Length > 0;
    }
}
