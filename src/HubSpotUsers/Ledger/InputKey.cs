using System.Globalization;

namespace HubSpotUsers.Ledger;

/// <summary>Reads the keys of inputs (<see cref="SourceId.InputKey"/>) where they stand in rows: another version, or a person, may have written them in another form.</summary>
internal static class InputKey
{
    private const int MaxLength = 512;

    /// <summary>The identity that a key begins with; of a key in another form, all of it.</summary>
    public static string SourceOf(string key) => key.LastIndexOf('-') is > 0 and var hyphen ? key[..hyphen] : key;

    /// <summary>The position that a key ends with; null for a key in another form.</summary>
    public static int? PositionOf(string key) =>
        key.LastIndexOf('-') is > 0 and var hyphen && int.TryParse(key.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;

    /// <summary>Whether a text can be the key of a row at all (Azure: Understanding the Table service data model).</summary>
    public static bool IsPossible(string key) => key.Length is > 0 and <= MaxLength && !key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c));
}
