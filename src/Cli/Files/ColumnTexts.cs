using System.Globalization;
using System.Text.RegularExpressions;
using Cli.Wire;

namespace Cli.Files;

/// <summary>What columns are, as the command line says it: <c>HEADER=PROPERTY</c> or <c>NUMBER=PROPERTY</c>.</summary>
/// <param name="Texts">The properties by header or number.</param>
internal sealed partial record ColumnTexts(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Nothing is said of columns.</summary>
    public static ColumnTexts None { get; } = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads what is said.</summary>
    /// <param name="pairs">What columns are.</param>
    /// <param name="idColumn">The column with ids; null when none is named.</param>
    /// <exception cref="CliException">It is not said like this.</exception>
    public static ColumnTexts Of(IEnumerable<string> pairs, string? idColumn = null)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            // A header may have equals signs, the name of a property has none.
            var at = pair.LastIndexOf('=');
            if (at <= 0 || at == pair.Length - 1 || !texts.TryAdd(pair[..at].Trim(), pair[(at + 1)..].Trim()))
            {
                throw new CliException(ExitCode.Usage, "--map must be HEADER=PROPERTY or NUMBER=PROPERTY, once for a column.", "Such as --map \"Job Title=hs_job_title\"; the property - leaves a column out.");
            }
        }

        return idColumn is null || texts.TryAdd(idColumn.Trim(), "id")
            ? new ColumnTexts(texts)
            : throw new CliException(ExitCode.Usage, "--map and --id-column contradict each other about a column.", "Name a column once.");
    }

    /// <summary>These, and after them what the app read each column as.</summary>
    public ColumnTexts With(IEnumerable<ImportedColumn> columns)
    {
        var texts = new Dictionary<string, string>(Texts, StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            texts[column.Number.ToString(CultureInfo.InvariantCulture)] = column.Becomes();
        }

        return new ColumnTexts(texts);
    }

    /// <summary>A message of the reader, which speaks of the API's parameter, in the words of the command line.</summary>
    public static string InOwnWords(string message) => Parameter().Replace(message, "--map ${column}=${property}");

    [GeneratedRegex(@"\?map=(?<column>[^:\s]+):(?<property>[\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
