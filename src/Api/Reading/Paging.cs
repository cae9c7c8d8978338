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

    /// <summary>Where the page after one begins; null when that was the last one.</summary>
    public static string? Next(int from, int top, int total) =>
        from + top < total ? (from + top).ToString(CultureInfo.InvariantCulture) : null;

    private static int Number(HttpRequest request, string name, int otherwise, int least, int most)
    {
        if (Text(request, name) is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw RefusedException.BadParameter(name is "top" ? $"top must be a number from {least} to {most}." : $"{name} must be one that an earlier response gave.");
    }
}
