using System.Globalization;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// Tells from a header what the columns are: by what the sender says of them, by the names and labels of the account's properties, or, where
/// those are not known, by the form that HubSpot's names have. What it refuses, it names by number, since a header may hold anything.
/// </summary>
/// <param name="map">What the sender says of columns, by their text or number.</param>
/// <param name="catalog">The account's properties; null when they are not known.</param>
internal sealed class HeaderReader(IReadOnlyDictionary<string, string> map, PropertyCatalog? catalog)
{
    /// <summary>The most columns of a table.</summary>
    public const int MaxColumns = 1000;

    private const string AssociationPrefix = "association:";
    private const string LeftOut = "-";

    private readonly List<InputFault> _faults = [];
    private int _unknown;

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidFileException">Columns of it cannot be taken.</exception>
    public IReadOnlyList<Column> Read(IReadOnlyList<string> header)
    {
        var cells = header.Select(cell => cell.Trim()).ToList();
        while (cells is [.., ""])
        {
            cells.RemoveAt(cells.Count - 1);
        }

        if (cells.Count is 0 or > MaxColumns)
        {
            throw new InvalidFileException($"The header must name the columns, at most {MaxColumns} of them: one is {cells.Count}. Are the lines ended, and the fields separated, as the file says?");
        }

        if (cells.Exists(LooksLikeData))
        {
            throw new InvalidFileException("The first line looks like a user, not like a header. Begin the file with a line that names the property of each column, such as hs_email,hs_given_name.");
        }

        RefuseStrayMap(cells);
        Column[] columns = [.. cells.Select((cell, index) => Resolve(cell, index + 1))];
        RefuseTwins(columns);
        if (_faults.Count is 0 && !Array.Exists(columns, column => column.Role is ColumnRole.Property))
        {
            _faults.Add(new InputFault(string.Empty, "No column is a property of users."));
        }

        return _faults.Count is 0 ? columns : throw new InvalidFileException(_faults) { NeedsProperties = _faults.Count == _unknown };
    }

    /// <summary>What is said of a column that is not there is misspelt, and meant for one that is.</summary>
    private void RefuseStrayMap(List<string> cells)
    {
        var position = 0;
        foreach (var key in map.Keys)
        {
            position++;
            var isNumber = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= cells.Count;
            if (!isNumber && !cells.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                _faults.Add(new InputFault(string.Empty, string.Create(CultureInfo.InvariantCulture, $"The map's entry {position} names no column: use the header's text, or a number from 1 to {cells.Count}.")));
            }
        }
    }

    /// <summary>Whether text is nothing that could be the name of a column: an address, a number, a date.</summary>
    private bool LooksLikeData(string cell) =>
        !map.ContainsKey(cell) && (cell.Contains('@', StringComparison.Ordinal) || (cell.Length > 0 && cell.All(c => char.IsAsciiDigit(c) || c is '-' or '/' or '.' or '+' or ' ')));

    private Column Resolve(string cell, int number)
    {
        var text = map.GetValueOrDefault(number.ToString(CultureInfo.InvariantCulture)) ?? map.GetValueOrDefault(cell) ?? cell;
        if (text is LeftOut)
        {
            return new Column(number, ColumnRole.Ignored);
        }

        if (text.Equals("id", StringComparison.OrdinalIgnoreCase))
        {
            return new Column(number, ColumnRole.Id);
        }

        if (text.Equals("objectWriteTraceId", StringComparison.OrdinalIgnoreCase))
        {
            return new Column(number, ColumnRole.TraceId);
        }

        return text.StartsWith(AssociationPrefix, StringComparison.OrdinalIgnoreCase) ? Association(text[AssociationPrefix.Length..], number) : Property(text, number);
    }

    private Column Property(string text, int number)
    {
        if (text.Length is 0)
        {
            return Refuse(number, "has no name. Name it, or leave it out: ?map=NUMBER:-");
        }

        if (catalog is null)
        {
            if (JsonPointer.IsPropertyName(text))
            {
                return new Column(number, ColumnRole.Property, text);
            }

            _unknown++;
            return Refuse(number, "cannot be looked up because the account's properties are not known (the app's token may not read them), and its name is not in the form of HubSpot's property names: a lower-case letter, then lower-case letters, digits and underscores. Use the property's internal name, or say which it is: ?map=NUMBER:hs_job_title");
        }

        if (catalog.Find(text) is not { } property)
        {
            var nearest = catalog.Nearest(text);
            return Refuse(number, $"is not a property of users in this HubSpot account.{(nearest is null ? string.Empty : $" The nearest is {nearest}.")} Correct its name, or say which it is: ?map=NUMBER:{nearest ?? "hs_job_title"}, or leave it out: ?map=NUMBER:-");
        }

        return property.IsWritable
            ? new Column(number, ColumnRole.Property, property.Name) { Property = property }
            : Refuse(number, $"is {property.Name}, which HubSpot sets itself. Leave it out: ?map=NUMBER:-");
    }

    /// <summary>An association is <c>association:TYPE</c> or <c>association:CATEGORY:TYPE</c>, TYPE being HubSpot's number of the kind.</summary>
    private Column Association(string kind, int number) => AssociationText.ParseKind(kind) is { } spec
        ? new Column(number, ColumnRole.Association, $"{spec.AssociationCategory}:{spec.AssociationTypeId}") { Association = spec }
        : Refuse(number, $"must be association:TYPE, TYPE being the number of an association type, or association:CATEGORY:TYPE with one of {string.Join(", ", AssociationText.Categories)}.");

    private void RefuseTwins(IEnumerable<Column> columns)
    {
        foreach (var twins in columns.Where(column => column.Role is not ColumnRole.Ignored).GroupBy(column => (column.Role, column.Name)).Where(same => same.Count() > 1))
        {
            var (first, second) = (twins.First(), twins.Last());
            Refuse(second.Number, $"is the same as column {first.Number}{(first.Name is null ? string.Empty : $": {first.Name}")}. Leave one out: ?map=NUMBER:-");
        }
    }

    private Column Refuse(int number, string detail)
    {
        var at = number.ToString(CultureInfo.InvariantCulture);
        _faults.Add(new InputFault($"/header/{number - 1}", $"Column {at} {detail.Replace("NUMBER", at, StringComparison.Ordinal)}"));
        return new Column(number, ColumnRole.Ignored);
    }
}
