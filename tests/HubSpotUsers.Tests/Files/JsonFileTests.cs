using System.Text;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Files;

public sealed class JsonFileTests
{
    private const string Ada = """{"properties":{"hs_email":"a@people.example"}}""";

    [Theory]
    [InlineData("[ADA,ADA]", 2, 0)]
    [InlineData("[ ADA\n,\n ADA ]\n", 2, 0)]
    [InlineData("""{"inputs":[ADA,ADA,ADA]}""", 3, 0)]
    [InlineData("""{"other":{"inputs":[1]},"inputs":[ADA]}""", 1, 0)]
    [InlineData("ADA", 1, 0)]
    [InlineData("[ADA,5,ADA]", 2, 1)]
    [InlineData("[ADA,{\"properties\":}]", 1, 1)]
    [InlineData("[ADA", 1, 1)]
    [InlineData("[ADA,", 1, 1)]
    [InlineData("[ADA,{\"properties\"", 1, 1)]
    [InlineData("[ADA] more", 1, 1)]
    [InlineData("""{"in\ud800puts":[ADA],"inputs":[ADA]}""", 1, 0)]
    [InlineData("""{"in\ud800puts":[ADA]}""", 0, 1)]
    public async Task A_list_gives_its_users_and_says_where_it_breaks(string text, int users, int faulty)
    {
        var rows = await ReadAsync(text, UserFileKind.Json);

        Assert.Equal((users, faulty), (rows.Count(row => row.User is not null), rows.Count(row => row.Faults.Count > 0)));
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => row.Line));
    }

    [Theory]
    [InlineData("", "The file has no user.")]
    [InlineData("[]", "The file has no user.")]
    [InlineData("\n\n", "The file has no user.")]
    public async Task A_list_of_none_is_refused(string text, string detail)
    {
        Assert.Equal([detail], await ReadFile.RefusedAsync(Encoding.UTF8.GetBytes(text), new UserFileOptions { Kind = UserFileKind.Json }));
    }

    [Fact]
    public async Task A_list_of_any_length_is_read_user_by_user()
    {
        var rows = await ReadAsync($"[{string.Join(",\n", Enumerable.Repeat(Ada, 5000))}]", UserFileKind.Json);

        Assert.Equal((5000, 0), (rows.Count(row => row.User is not null), rows.Count(row => row.Faults.Count > 0)));
    }

    [Fact]
    public async Task A_user_larger_than_any_message_is_named()
    {
        var rows = await ReadAsync($$$"""[ADA,{"properties":{"hs_email":"{{{new string('a', 200_000)}}}"}},ADA]""", UserFileKind.Json);

        Assert.Equal("The user has more bytes than any message takes; nothing after it was read.", Assert.Single(rows, row => row.Faults.Count > 0).Faults[0].Detail);
        Assert.NotNull(rows[0].User);
    }

    [Fact]
    public async Task A_line_may_have_an_id_and_is_one_user()
    {
        var rows = await ReadAsync("""
            {"id":"hr-1","properties":{"hs_email":"a@people.example"}}
            [{"properties":{"hs_email":"a@people.example"}},{"properties":{"hs_email":"b@people.example"}}]
            {"properties":{}}
            """, UserFileKind.JsonLines);

        Assert.Equal("hr-1", rows[0].Id);
        Assert.Equal("A line must be one user.", rows[1].Faults[0].Detail);
        Assert.NotEmpty(rows[2].Faults);
    }

    [Theory]
    [InlineData("hs_job_titel", "x", "The account has no such property of users. The nearest is hs_job_title. Correct its name, or leave it out.")]
    [InlineData("Hs_email", "x", "The account has no such property of users. The nearest is hs_email. Correct its name, or leave it out.", "#0")]
    [InlineData("ada@people.example", "x", "The account has no such property of users. Correct its name, or leave it out.", "#0")]
    [InlineData("hs_internal_user_id", "1", "HubSpot sets this property itself. Leave it out.")]
    [InlineData("a_sum", "1", "HubSpot sets this property itself. Leave it out.")]
    [InlineData("a_day", "31.03.2026", "The property takes a day such as 2026-03-31.")]
    [InlineData("a_number", "1,5", "The property takes a number such as 1234.5, without separators of thousands.")]
    [InlineData("hs_availability_status", "asleep", "The property takes only values of its list, several separated by semicolons.")]
    public async Task What_HubSpot_certainly_refuses_of_a_user_is_named(string name, string value, string detail, string? at = null)
    {
        var rows = await ReadAsync($$$"""
            ADA
            {"properties":{"{{{name}}}":"{{{value}}}","hs_email":"b@people.example"}}
            """, UserFileKind.JsonLines);

        Assert.NotNull(rows[0].User);
        Assert.Equal([new InputFault($"/properties/{at ?? name}", detail)], rows[1].Faults);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_user_of_a_list_is_named_at_once()
    {
        var rows = await ReadAsync("""[ADA,{"properties":{"a_day":"soon","hs_email":"b@people.example","none_such":"x"}}]""", UserFileKind.Json);

        Assert.Equal(["/properties/a_day", "/properties/none_such"], rows[1].Faults.Select(fault => fault.Pointer));
    }

    [Fact]
    public async Task A_value_of_the_right_form_and_an_empty_one_are_taken()
    {
        var rows = await ReadAsync("""[{"properties":{"a_day":"2026-03-31","a_number":1.5,"a_truth":true,"a_time":"","hs_availability_status":"away","hs_email":"b@people.example"}}]""", UserFileKind.Json);

        Assert.Equal(6, Assert.Single(rows).User?.Properties.Count);
    }

    [Fact]
    public async Task Where_the_properties_are_not_known_HubSpot_judges()
    {
        var body = new MemoryStream("""{"properties":{"none_such":"x"}}"""u8.ToArray());

        Assert.NotNull(Assert.Single(await ReadFile.RowsAsync(body, new UserFileOptions { Kind = UserFileKind.Json }, isCatalogKnown: false)).User);
    }

    [Fact]
    public async Task A_file_read_with_other_properties_is_read_otherwise()
    {
        var known = await ReadingAsync(AccountProperties.Catalog);

        Assert.Equal(known, await ReadingAsync(AccountProperties.Catalog));
        Assert.NotEqual(known, await ReadingAsync(catalog: null));
        Assert.NotEqual(known, await ReadingAsync(new PropertyCatalog([new PropertyDefinition("hs_email", "Email") { ModificationMetadata = new PropertyModification(ReadOnlyValue: false) }])));

        static async Task<string> ReadingAsync(PropertyCatalog? catalog)
        {
            using var file = await UserFile.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(Ada)), new UserFileOptions { Kind = UserFileKind.Json }, catalog);
            return file.Reading;
        }
    }

    [Fact]
    public async Task What_would_change_nothing_is_refused()
    {
        var options = new UserFileOptions { Kind = UserFileKind.JsonLines, Separator = ';', Sheet = "Users", Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail"] = "hs_email" } };

        Assert.Equal(
            [
                "A map is of columns, which JSON does not have. Name the properties in the file as HubSpot does.",
                "Only a CSV file has a separator. Leave it out, or send the file as what it is.",
                "Only a workbook has sheets. Leave the sheet out, or send the file as what it is.",
            ],
            await ReadFile.RefusedAsync(Encoding.UTF8.GetBytes(Ada), options));
        Assert.Equal(["Only a workbook has sheets. Leave the sheet out, or send the file as what it is."], await ReadFile.RefusedCsvAsync("hs_email\na@people.example\n", new UserFileOptions { Kind = UserFileKind.Csv, Sheet = "Users" }));
    }

    private static Task<IReadOnlyList<FileRow>> ReadAsync(string text, UserFileKind kind) =>
        ReadFile.RowsAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("ADA", Ada, StringComparison.Ordinal))), new UserFileOptions { Kind = kind });
}
