using HubSpotUsers.Files;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Files;

/// <summary>Files as HubSpot, directories and HR systems write them, of made-up people.</summary>
public sealed class FileShapeTests
{
    public static TheoryData<string> Files => [.. FileShape.All.Select(shape => shape.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_has_the_users_that_a_person_sees_in_it(string file)
    {
        var shape = FileShape.All.Single(shape => shape.File == file);
        await using var body = File.OpenRead(shape.Location);
        var options = new UserFileOptions { Kind = UserFileKinds.OfName(file)!.Value, Charset = shape.Charset, Map = new Dictionary<string, string>(shape.Map, StringComparer.OrdinalIgnoreCase) };

        var rows = await ReadFile.RowsAsync(body, options);

        Assert.Equal(shape.Users.Select(Describe), rows.Where(row => row.User is not null).Select(Describe));
        Assert.Equal(shape.Faulty, rows.Where(row => row.Faults.Count > 0).Select(row => row.Line));
        Assert.Equal(shape.Skipped, rows.Count(row => row.IsBlank));
    }

    private static string Describe(ShapeUser user) =>
        Describe(user.Line, user.Properties, user.Id, user.TraceId, user.Associations);

    private static string Describe(FileRow row) =>
        Describe(row.Line, row.User!.Properties, row.Id, row.User.ObjectWriteTraceId, row.User.Associations.Select(association => association.To.Id));

    private static string Describe(int line, IReadOnlyDictionary<string, string> properties, string? id, string? traceId, IEnumerable<string> associations) =>
        $"{line} {id} {traceId} [{string.Join(',', associations)}] {string.Join(',', properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}"))}";
}
