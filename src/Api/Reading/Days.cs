using System.Globalization;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>The day that a question is about.</summary>
internal static class Days
{
    private const string Format = "yyyyMMdd";

    /// <summary>Reads the day of a request; null when it names none.</summary>
    public static DateTimeOffset? Of(HttpRequest request)
    {
        if (Paging.Text(request, "day") is not { Length: > 0 } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text.Replace("-", string.Empty, StringComparison.Ordinal), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day
            : throw RefusedException.BadParameter("day must be a day in UTC, such as 20261124.");
    }

    /// <summary>Writes a day as keys have it.</summary>
    public static string Write(DateTimeOffset day) => day.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
