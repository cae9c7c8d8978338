using System.Net.Http.Headers;
using System.Text;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Creating;

/// <summary>Tells what a body is: one of the types taken, in UTF-8.</summary>
internal static class MediaTypes
{
    /// <summary>Finds the type of a body among those taken.</summary>
    /// <exception cref="RefusedException">It is none of them, or in another charset.</exception>
    public static string Find(HttpRequest request, params ReadOnlySpan<string> taken)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsUtf8(type))
        {
            foreach (var candidate in taken)
            {
                if (string.Equals(type.MediaType, candidate, StringComparison.OrdinalIgnoreCase))
                {
                    return candidate;
                }
            }
        }

        throw RefusedException.UnsupportedMediaType($"Send the users as {string.Join(" or ", taken)} in UTF-8.");
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.CharSet is not { } charset || string.Equals(charset.Trim('"'), Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase);
}
