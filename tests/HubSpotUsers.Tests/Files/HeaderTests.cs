using HubSpotUsers.Files;

namespace HubSpotUsers.Tests.Files;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("sep=;", ';')]
    [InlineData("SEP=\t", '\t')]
    [InlineData("\"sep=|\"", '|')]
    public async Task A_line_before_the_header_names_the_separator(string line, char separator)
    {
        var text = $"{line}\r\nhs_email{separator}hs_given_name\r\na@people.example{separator}Ada\r\n";

        Assert.Equal("3 hs_email=a@people.example,hs_given_name=Ada", ReadFile.Describe(Assert.Single(await ReadFile.CsvAsync(text))));
    }

    [Theory]
    [InlineData("hs_email,Job Title", "hs_job_title")]
    [InlineData("hs_email,job title", "hs_job_title")]
    [InlineData("hs_email,HS_JOB_TITLE", "hs_job_title")]
    [InlineData("hs_email, hs_job_title ", "hs_job_title")]
    [InlineData("hs_email,Job Title,,", "hs_job_title")]
    public async Task A_name_or_label_in_any_case_is_its_property(string header, string property)
    {
        var row = Assert.Single(await ReadFile.CsvAsync($"{header}\na@people.example,Lead\n"));

        Assert.Equal("Lead", row.User!.Properties[property]);
    }

    [Theory]
    [InlineData("hs_email,hs_jobtitle", "Column 2 is not a property of users in this HubSpot account. The nearest is hs_job_title. Correct its name, or say which it is: ?map=2:hs_job_title, or leave it out: ?map=2:-")]
    [InlineData("hs_email,Frist Name", "The nearest is hs_given_name.")]
    [InlineData("hs_email,Shoe size", "Column 2 is not a property of users in this HubSpot account. Correct its name")]
    [InlineData("hs_email,Team", "Column 2 is not a property")]
    [InlineData("hs_email,hs_internal_user_id", "Column 2 is hs_internal_user_id, which HubSpot sets itself.")]
    [InlineData("hs_email,Score", "Column 2 is a_sum, which HubSpot sets itself.")]
    [InlineData("hs_email,,hs_job_title", "Column 2 has no name.")]
    [InlineData("hs_email,hs_job_title,Job Title", "Column 3 is the same as column 2: hs_job_title.")]
    [InlineData("id,hs_email,id", "Column 3 is the same as column 1.")]
    [InlineData("hs_email,association:x", "Column 2 must be association:TYPE")]
    [InlineData("hs_email,association:NONE:26", "Column 2 must be association:TYPE")]
    [InlineData("id,objectWriteTraceId", "No column is a property of users.")]
    public async Task A_column_that_cannot_be_taken_is_named_before_anything_is(string header, string detail)
    {
        var faults = await ReadFile.RefusedCsvAsync($"{header}\na,b,c\n");

        Assert.Contains(detail, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_columns_that_cannot_be_taken_are_named_at_once()
    {
        var faults = await ReadFile.RefusedCsvAsync("hs_email,hs_jobtitle,Shoe size\na,b,c\n");

        Assert.Equal(["Column 2", "Column 3"], faults.Select(fault => fault[..8]));
    }

    [Fact]
    public async Task No_text_of_a_header_is_repeated_unless_it_is_a_name_of_HubSpots()
    {
        var faults = await ReadFile.RefusedCsvAsync("hs_email,Ada Novak\na,b\n");

        Assert.DoesNotContain("Novak", Assert.Single(faults), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("hs_email,Job Title", "Column 2 cannot be looked up because the account's properties are not known (the app's token may not read them), and its name is not in the form of HubSpot's property names")]
    [InlineData("hs_email,hs_email", "Column 2 is the same as column 1: hs_email.")]
    public async Task Where_the_properties_are_not_known_their_form_is_checked(string header, string detail)
    {
        Assert.StartsWith(detail, Assert.Single(await ReadFile.RefusedCsvAsync($"{header}\na,b\n", isCatalogKnown: false)), StringComparison.Ordinal);
        Assert.Equal("2 anything=b", ReadFile.Describe(Assert.Single(await ReadFile.CsvAsync("anything\nb\n", isCatalogKnown: false))));
    }

    [Theory]
    [InlineData("a@people.example,Ada\nb@people.example,Bo\n")]
    [InlineData("Ada,5551234\nBo,5556789\n")]
    [InlineData("Ada,2026-01-01\n")]
    public async Task A_first_line_that_is_a_user_is_no_header(string text)
    {
        Assert.StartsWith("The first line looks like a user", Assert.Single(await ReadFile.RefusedCsvAsync(text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("\n\n", "The file is empty.")]
    [InlineData("hs_email,hs_given_name\n", "The file has a header of 2 columns and no line with a user.")]
    [InlineData("hs_email\n\n , \n", "The file has a header of 1 columns and no line with a user.")]
    [InlineData("\"hs_email\nx", "The header cannot be read: A quote is not closed")]
    [InlineData("a;\"b\",c,d\nx", "The header cannot be read: A quote stands where none may")]
    public async Task A_file_without_a_user_says_so(string text, string detail)
    {
        Assert.StartsWith(detail, Assert.Single(await ReadFile.RefusedCsvAsync(text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_more_columns_than_a_header_has_is_refused()
    {
        Assert.StartsWith(
            "The header must name the columns, at most 1000 of them: one is 1001.",
            Assert.Single(await ReadFile.RefusedCsvAsync(string.Join(',', Enumerable.Repeat("x", 1001)))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_of_a_column_of_that_name_or_of_one_that_is_said_to_hold_them()
    {
        const string table = "ID,hs_email,Employee\nhr-1,a@people.example,hr-2\n";
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["1"] = "-", ["Employee"] = "id" };

        var (named, mapped) = (await ReadFile.CsvAsync(table.Replace(",Employee", ",", StringComparison.Ordinal).Replace(",hr-2", ",", StringComparison.Ordinal)), await ReadFile.CsvAsync(table, new UserFileOptions { Kind = UserFileKind.Csv, Map = map }));

        Assert.Equal(("hr-1", "hr-2"), (Assert.Single(named).Id, Assert.Single(mapped).Id));
    }

    [Theory]
    [InlineData("Shoe sise", "hs_job_title")]
    [InlineData("3", "hs_job_title")]
    [InlineData("0", "-")]
    public async Task A_map_of_a_column_that_is_not_there_is_refused(string key, string property)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [key] = property };

        var faults = await ReadFile.RefusedCsvAsync("hs_email,hs_given_name\na@people.example,Ada\n", new UserFileOptions { Kind = UserFileKind.Csv, Map = map });

        Assert.Equal(["The map's entry 1 names no column: use the header's text, or a number from 1 to 2."], faults);
    }

    [Fact]
    public async Task Blank_lines_without_end_are_no_file()
    {
        Assert.Equal(["The first 10000 lines after the header are blank."], await ReadFile.RefusedCsvAsync($"hs_email\n{new string('\n', 20_000)}a@people.example\n"));
    }

    [Fact]
    public async Task A_sender_says_what_columns_are_by_text_or_number()
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["WORK MAIL"] = "hs_email", ["2"] = "-", ["Desk"] = "association:USER_DEFINED:77" };
        var row = Assert.Single(await ReadFile.CsvAsync("Work mail,Shoe size,Desk\na@people.example,44,9\n", new UserFileOptions { Kind = UserFileKind.Csv, Map = map }));

        Assert.Equal("2 hs_email=a@people.example", ReadFile.Describe(row));
        Assert.Equal(new AssociationSpec("USER_DEFINED", 77), Assert.Single(Assert.Single(row.User!.Associations).Types));
    }
}
