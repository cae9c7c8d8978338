using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;

namespace Api.Importing;

/// <summary>The response to an import.</summary>
/// <param name="RequestId">The request's id, by which its progress can be asked for.</param>
/// <param name="Lines">How many lines with users were read, without blank ones and a header.</param>
/// <param name="Accepted">How many users went onto the queue.</param>
/// <param name="Faulty">How many lines are faulty; they were left out.</param>
/// <param name="Skipped">How many lines are blank.</param>
/// <param name="Messages">How many messages the users are in.</param>
/// <param name="File">How the file was read.</param>
/// <param name="Errors">What is wrong with the first faulty lines.</param>
internal sealed record ImportResponse(
    string RequestId, int Lines, int Accepted, int Faulty, int Skipped, int Messages, ImportedFile File, IReadOnlyList<LineError> Errors);

/// <summary>The response to a dry run of an import.</summary>
/// <param name="Lines">How many lines with users were read, without blank ones and a header.</param>
/// <param name="Acceptable">How many users would go onto the queue.</param>
/// <param name="Faulty">How many lines are faulty; they would be left out.</param>
/// <param name="Skipped">How many lines are blank.</param>
/// <param name="File">How the file is read.</param>
/// <param name="Errors">What is wrong with the first faulty lines.</param>
internal sealed record ImportCheck(int Lines, int Acceptable, int Faulty, int Skipped, ImportedFile File, IReadOnlyList<LineError> Errors);

/// <summary>How a file was read.</summary>
/// <param name="Kind">What it is: Csv, JsonLines, Json or Workbook.</param>
/// <param name="Encoding">The encoding of its text; null for a workbook.</param>
/// <param name="Separator">The separator of a CSV file: comma, semicolon, tab or pipe; null for any other.</param>
/// <param name="Columns">What its columns are; null for JSON.</param>
/// <param name="PropertiesChecked">Whether its properties were compared with the account's; false when these could not be read.</param>
internal sealed record ImportedFile(UserFileKind Kind, string? Encoding, string? Separator, IReadOnlyList<ImportedColumn>? Columns, bool PropertiesChecked)
{
    /// <summary>Describes a file.</summary>
    public static ImportedFile Of(UserFile file, UserFileKind kind) => new(
        kind,
        file.EncodingName,
        Separators.NameOf(file.Separator),
        file.Columns.Count is 0 ? null : [.. file.Columns.Select(column => new ImportedColumn(column.Number, column.Role, column.Name))],
        file.IsCatalogKnown);
}

/// <summary>What a column of a file was read as.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Role">What its cells are: Property, Id, TraceId, Association or Ignored.</param>
/// <param name="Name">The property, or the kind of association; null for any other.</param>
internal sealed record ImportedColumn(int Number, ColumnRole Role, string? Name);
