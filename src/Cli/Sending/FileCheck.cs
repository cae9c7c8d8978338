using Cli.Wire;

namespace Cli.Sending;

/// <summary>What the check of a file found, before any of its users is sent.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Encoding">The encoding of its text; null for a workbook.</param>
/// <param name="Separator">What stands between its fields; null unless it is CSV.</param>
/// <param name="Lines">How many lines with users it has, good or faulty.</param>
/// <param name="Acceptable">How many users can be sent.</param>
/// <param name="Faulty">How many lines are left out for their faults.</param>
/// <param name="Skipped">How many lines are blank.</param>
/// <param name="Columns">What its columns become; null for JSON.</param>
/// <param name="PropertiesChecked">Whether the properties were compared with the account's; null where nothing is said of that.</param>
/// <param name="Errors">What is wrong with which lines.</param>
internal sealed record FileCheck(
    string Kind,
    string? Encoding,
    string? Separator,
    int Lines,
    int Acceptable,
    int Faulty,
    int Skipped,
    IReadOnlyList<FileColumn>? Columns,
    bool? PropertiesChecked,
    IReadOnlyList<LineError> Errors)
{
    /// <summary>Puts together what was found here and what the app found, which knows the account's properties.</summary>
    public static FileCheck Of(ImportCheck app, IEnumerable<LineError> local, IReadOnlyList<string>? header)
    {
        // The app names the first faulty lines only; here all are known, but for values that only the account can judge.
        var known = app.Errors.Select(error => error.Line).ToHashSet();
        IEnumerable<LineError> errors = [.. app.Errors, .. local.Where(error => !known.Contains(error.Line))];
        return new FileCheck(
            app.File.Kind,
            app.File.Encoding,
            app.File.Separator,
            app.Lines,
            app.Acceptable,
            app.Faulty,
            app.Skipped,
            app.File.Columns is null ? null : [.. app.File.Columns.Select(column => new FileColumn(column.Number, header?.ElementAtOrDefault(column.Number - 1)?.Trim(), column.Becomes()))],
            app.File.PropertiesChecked,
            [.. errors.OrderBy(error => error.Line)]);
    }
}

/// <summary>A column of a file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Header">What its header says.</param>
/// <param name="Becomes">The property, or what else its cells become; - when it is left out.</param>
internal sealed record FileColumn(int Number, string? Header, string Becomes);
