using System.Globalization;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Messages;
using HubSpotUsers.Redriving;

namespace Api.Poison;

/// <summary>Reads which messages of the poison queue are meant.</summary>
internal static class PoisonQuery
{
    private const int MaxIdLength = 64;

    /// <summary>Makes a filter of its parts; null or empty parts leave all.</summary>
    /// <exception cref="RefusedException">A part cannot be read.</exception>
    public static PoisonFilter Filter(string? reason, string? source, string? id, string? from, string? to) => new(
        Reason(reason),
        Known(source, nameof(source), SourceId.IsValid),
        Known(id, nameof(id), text => text.Length <= MaxIdLength && SourceId.IsValid(text)),
        Time(from, nameof(from)),
        Time(to, nameof(to)));

    private static PoisonReason? Reason(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Enum.TryParse<PoisonReason>(text, ignoreCase: true, out var reason) && Enum.IsDefined(reason)
            ? reason
            : throw RefusedException.BadParameter($"reason must be one of {string.Join(", ", Enum.GetNames<PoisonReason>())}.");
    }

    private static string? Known(string? text, string name, Func<string, bool> isValid) => text switch
    {
        null or "" => null,
        _ when isValid(text) => text,
        _ => throw RefusedException.BadParameter($"{name} must be an id as GET /api/poison/messages gives it."),
    };

    private static DateTimeOffset? Time(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw RefusedException.BadParameter($"{name} must be a time such as 2026-11-24T12:00:00Z.");
    }
}
