using System.CommandLine;

namespace Cli.Files;

/// <summary>The options that say what the columns of a file are.</summary>
internal sealed class ColumnOptions
{
    private readonly Option<string[]> _map = new("--map") { Description = "What a column is: its header, or its number from 1, then = and the property; - leaves it out. Once for a column.", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _id = new("--id-column") { Description = "The column with ids of your own, by its header or its number from 1: the same as --map COLUMN=id. A user of an id that was here before, on any way in, is not created again." };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_map, _id];

    /// <summary>Reads what columns are.</summary>
    /// <exception cref="CliException">It is not said like this.</exception>
    public ColumnTexts Read(ParseResult parse) => ColumnTexts.Of(parse.GetValue(_map)!, parse.GetValue(_id));
}
