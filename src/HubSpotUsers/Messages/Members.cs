using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Finds the members of our own objects by name in any case: serializers of other languages write <c>Inputs</c> for <c>inputs</c>. The names
/// of properties are HubSpot's and are never looked at here.
/// </summary>
internal static class Members
{
    /// <summary>Whether a member has a name, whatever its case.</summary>
    public static bool Is(JsonProperty member, string name)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.Length == name.Length
            ? Ascii.EqualsIgnoreCase(raw, name)
            : raw.Length > name.Length && raw.Contains((byte)'\\') && Ascii.EqualsIgnoreCase(member.Name, name);
    }

    /// <summary>Which of some names a member has; −1 when it has none of them.</summary>
    public static int IndexOf(JsonProperty member, params ReadOnlySpan<string> names)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (Is(member, names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether an object has a member of a name.</summary>
    public static bool Has(JsonElement element, string name)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (Is(member, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the member of a name.</summary>
    /// <exception cref="InvalidMessageException">There are two, in different case.</exception>
    public static bool TryGet(JsonElement element, string name, string pointer, out JsonElement value)
    {
        value = default;
        var isFound = false;
        foreach (var member in element.EnumerateObject())
        {
            if (Is(member, name))
            {
                value = isFound ? throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, name), Twice(name)) : member.Value;
                isFound = true;
            }
        }

        return isFound;
    }

    /// <summary>Says that a name stands twice.</summary>
    public static string Twice(string name) => $"{name} is there twice, in different case; send it once.";
}
