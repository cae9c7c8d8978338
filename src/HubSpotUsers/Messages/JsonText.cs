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
}
