using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using Microsoft.AspNetCore.Http;

namespace Api.Importing;

/// <summary>What a caller says of a file in the query.</summary>
/// <param name="Separator">What stands between fields; null to find out.</param>
/// <param name="Sheet">The sheet of a workbook; null for the first.</param>
/// <param name="Map">What columns are: see <see cref="UserFileOptions.Map"/>.</param>
/// <param name="IsDryRun">Whether the file is only checked.</param>
/// <param name="Associations">The records that every user is associated with.</param>
internal sealed record ImportQuery(char? Separator, string? Sheet, IReadOnlyDictionary<string, string> Map, bool IsDryRun, IReadOnlyList<Association> Associations)
{
    /// <summary>The parameters of the query.</summary>
    public static readonly IReadOnlyList<string> Names = ["separator", "sheet", "map", "dryRun", "associate"];

    /// <summary>Reads a query.</summary>
    /// <exception cref="RefusedException">A parameter has no value that it takes.</exception>
    public static ImportQuery Of(HttpRequest request) => new(
        SeparatorOf(request.Query["separator"]),
        request.Query["sheet"] is [{ Length: > 0 } sheet] ? sheet : null,
        MapOf(request.Query["map"]),
        DryRunOf(request.Query["dryRun"]),
        [.. request.Query["associate"].OfType<string>().Select(AssociationOf)]);

    private static char? SeparatorOf(string? text) => string.IsNullOrEmpty(text)
        ? null
        : Separators.Parse(text) ?? throw RefusedException.BadParameter("separator must be comma, semicolon, tab or pipe.");

    private static bool DryRunOf(string? text) => text switch
    {
        null or "" or "false" => false,
        "true" => true,
        _ => throw RefusedException.BadParameter("dryRun must be true or false."),
    };

    private static IReadOnlyDictionary<string, string> MapOf(IEnumerable<string?> pairs) => ColumnMap.Of(pairs.OfType<string>())
        ?? throw RefusedException.BadParameter("map must be HEADER:PROPERTY or NUMBER:PROPERTY, such as map=Job Title:hs_job_title; the property - leaves a column out.");

    private static Association AssociationOf(string text) => AssociationText.Parse(text)
        ?? throw RefusedException.BadParameter("associate must be TYPE:ID or CATEGORY:TYPE:ID, TYPE being the number of an association type and ID a record's, such as associate=5:1234.");
}
