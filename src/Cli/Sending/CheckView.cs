using System.Globalization;
using Cli.Files;
using Cli.Terminal;
using Spectre.Console;

namespace Cli.Sending;

/// <summary>Shows what the check of a file found: columns, and the lines that are left out with fields and reasons.</summary>
/// <param name="context">The terminal.</param>
internal sealed class CheckView(CliContext context)
{
    private const int MaxErrors = 20;

    /// <summary>Shows it.</summary>
    public void Show(LocalFile file, FileCheck check)
    {
        var about = string.Join(", ", new[] { check.Kind, check.Encoding, check.Separator }.OfType<string>());
        new ProgressView(context).End($"{file.File.Name}: {about}; {Words.Of(check.Lines, "line")} with users, {Words.Of(check.Acceptable)} to send, {Words.Of(check.Faulty)} faulty, {Words.Of(check.Skipped)} blank.");
        if (check.Columns is { } columns)
        {
            var table = Words.Table("column", "header", "becomes");
            foreach (var column in columns)
            {
                table.AddText(Text(column.Number), column.Header, column.Becomes is "-" ? "(left out)" : column.Becomes);
            }

            context.Notes.Write(table);
        }

        if (check.PropertiesChecked is false)
        {
            context.Notes.WriteLine("The account's properties could not be read, so only the form of names was checked. The app's token may lack the scope.");
        }

        if (check.Errors.Count > 0)
        {
            ShowErrors(check);
        }
    }

    private void ShowErrors(FileCheck check)
    {
        var table = Words.Table("line", "field", "reason");
        foreach (var error in check.Errors.Take(MaxErrors))
        {
            table.AddText(Text(error.Line), error.Column ?? error.Pointer, error.Detail);
        }

        context.Notes.Write(table);
        if (check.Errors.Count > MaxErrors)
        {
            context.Notes.WriteLine($"and {Words.Of(check.Errors.Count - MaxErrors)} more: --json lists them.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
