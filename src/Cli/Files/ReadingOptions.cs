using System.CommandLine;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;

namespace Cli.Files;

/// <summary>The options that say how a file is read. The same words mean the same in an import.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _separator = new("--separator") { Description = "The separator of a CSV file: comma, semicolon, tab or pipe; found from the header by default." };
    private readonly Option<string?> _charset = new("--charset") { Description = "The charset of the file where it is not UTF-8, such as windows-1252." };
    private readonly Option<string?> _sheet = new("--sheet") { Description = "The sheet of a workbook; the first by default." };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_separator, _charset, _sheet];

    /// <summary>Describes a file.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="map">What columns are.</param>
    /// <exception cref="CliException">It is of a kind that is not taken.</exception>
    public async Task<LocalFile> ReadAsync(ParseResult parse, FileInfo file, ColumnTexts map)
    {
        if (UserFileKinds.OfName(file.Name) is not { } kind)
        {
            throw new CliException(ExitCode.Usage, $"The format of {file.Name} cannot be determined from its name.", "Name it *.csv, *.tsv, *.txt, *.xlsx, *.jsonl, *.ndjson or *.json.");
        }

        var separator = parse.GetValue(_separator);
        var how = new UserFileOptions
        {
            Kind = await KindOfAsync(file, kind),
            Charset = parse.GetValue(_charset),
            Separator = separator is null
                ? null
                : Separators.Parse(separator) ?? throw new CliException(ExitCode.Usage, "--separator must be comma, semicolon, tab or pipe."),
            Sheet = parse.GetValue(_sheet),
        };
        return new LocalFile(file, how, map);
    }

    private static async Task<UserFileKind> KindOfAsync(FileInfo file, UserFileKind kind)
    {
        await using var body = file.OpenRead();
        return await LocalFile.GuardedAsync(async () => (await UserFileKinds.LookAsync(body, kind)).Kind);
    }
}
