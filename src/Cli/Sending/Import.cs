using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cli.Files;

namespace Cli.Sending;

/// <summary>How a file is imported: the query of the operation, and the key by which a second send goes on with the first.</summary>
/// <param name="Parameters">The parameters that say how the file is read.</param>
/// <param name="Associations">The records that every user is associated with.</param>
internal sealed record Import(IReadOnlyList<KeyValuePair<string, string>> Parameters, IReadOnlyList<string> Associations)
{
    private const string Operation = "users/import";
    private const int KeyLength = 40;

    /// <summary>Where the file goes.</summary>
    public string Path => PathOf([.. Parameters, .. Associates]);

    /// <summary>Where it goes to be checked.</summary>
    public string DryRunPath => PathOf([.. Parameters, .. Associates, new("dryRun", "true")]);

    /// <summary>Where its header goes, as CSV with commas whatever the file is.</summary>
    public string HeaderPath => PathOf([.. Parameters.Where(parameter => parameter.Key is "map"), new("separator", "comma"), new("dryRun", "true")]);

    private IEnumerable<KeyValuePair<string, string>> Associates => Associations.Select(association => KeyValuePair.Create("associate", association));

    /// <summary>Reads how a file is imported.</summary>
    public static Import Of(LocalFile file, IReadOnlyList<string> associations) => new(
        [
            .. file.How.Separator is { } separator ? [new KeyValuePair<string, string>("separator", separator.ToString())] : Array.Empty<KeyValuePair<string, string>>(),
            .. file.How.Sheet is { } sheet ? [new KeyValuePair<string, string>("sheet", sheet)] : Array.Empty<KeyValuePair<string, string>>(),
            .. file.Map.Texts.OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => KeyValuePair.Create("map", $"{column.Key}:{column.Value}")),
        ],
        associations);

    /// <summary>The key of this file sent like this: the same file and options always have the same.</summary>
    /// <param name="hash">The hash of the file.</param>
    /// <param name="charset">The charset it is declared to be in.</param>
    public string KeyOf(ReadOnlySpan<byte> hash, string? charset)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(hash)}\n{charset}\n{Path}");
        return $"cli-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..KeyLength]}";
    }

    private static string PathOf(IReadOnlyList<KeyValuePair<string, string>> parameters) => parameters.Count is 0
        ? Operation
        : $"{Operation}?{string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"))}";
}
