using System.Globalization;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Which page of a list is asked for.</summary>
internal static class Paging
{
    /// <summary>How many items a page has at most.</summary>
    public const int MaxTop = 1000;

    /// <summary>How many items a page has unless the caller says otherwise.</summary>
    public const int DefaultTop = 100;

    /// <summary>Reads how many items a page may have.</summary>
    public static int Top(HttpRequest request) => Number(request, "top", DefaultTop, 1, MaxTop);

    /// <summary>Reads the position at which the page begins.</summary>
    public static int From(HttpRequest request) => Number(request, "continuation", 0, 0, int.MaxValue - MaxTop);

    /// <summary>Reads a parameter; empty when there is none.</summary>
    public static string Text(HttpRequest request, string name) => request.Query[name].ToString();

    /// <summary>Reads whether a parameter says yes; one that is left out says no.</summary>
    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        "" => false,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw RefusedException.BadParameter($"{name} must be true or false."),
    };

    /// <summary>Reads a parameter that is one of some names; null when it is left out.</summary>
    public static T? Name<T>(HttpRequest request, string name)
        where T : struct, Enum
    {
        if (Text(request, name) is not { Length: > 0 } text)
        {
            return null;
        }

        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw RefusedException.BadParameter($"{name} must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>Where the page after one begins; null when that was the last one.</summary>
    public static string? Next(int from, int top, int total) =>
        from + top < total ? (from + top).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Bounds the lines of a file by <c>top</c>; a file without it has all.</summary>
    public static IAsyncEnumerable<T> Bound<T>(HttpRequest request, IAsyncEnumerable<T> lines) =>
        Text(request, "top").Length is 0 ? lines : lines.Take(Top(request));

    /// <summary>Refuses a place where no page begins.</summary>
    public static RefusedException BadContinuation() => RefusedException.BadParameter("continuation must be one that an earlier response gave.");

    private static int Number(HttpRequest request, string name, int otherwise, int least, int most)
    {
        if (Text(request, name) is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw (name is "top" ? RefusedException.BadParameter($"top must be a number from {least} to {most}.") : BadContinuation());
    }
}
