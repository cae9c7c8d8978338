using System.Globalization;
using System.Net;
using System.Text;
using HubSpotUsers.Files;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>How files are sent: media types, charsets, forms, and what the query says of them.</summary>
public sealed class ImportedFileTests
{
    private const string Csv = "hs_email,hs_given_name\na@people.example,Ada\n";
    private const string Line = """{"properties":{"hs_email":"a@people.example","hs_given_name":"Ada"}}""";

    [Theory]
    [InlineData("text/csv", Csv, "Csv")]
    [InlineData("application/csv", Csv, "Csv")]
    [InlineData("application/vnd.ms-excel", Csv, "Csv")]
    [InlineData("text/plain", Csv, "Csv")]
    [InlineData("TEXT/CSV; header=present", Csv, "Csv")]
    [InlineData("text/tab-separated-values", "hs_email\ths_given_name\na@people.example\tAda\n", "Csv")]
    [InlineData("application/jsonl", Line, "JsonLines")]
    [InlineData("application/x-ndjson", Line, "JsonLines")]
    [InlineData("application/json", $"[{Line}]", "Json")]
    [InlineData("text/plain", Line, "JsonLines")]
    [InlineData("text/plain", $"[{Line}]", "Json")]
    [InlineData("text/plain", $"\uFEFF{Line}", "JsonLines")]
    [InlineData("text/csv", $"\uFEFF[{Line}]", "Json")]
    public async Task A_file_is_taken_as_any_type_that_people_send(string type, string text, string kind)
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await Imports.RunAsync(app, text, type);

        Assert.Equal((202, kind), (context.Response.StatusCode, response["file"]!["kind"]!.GetValue<string>()));
        Assert.Equal("a@people.example Ada", string.Join(' ', Assert.Single(Imports.SentBy(app)).Properties.Values));
    }

    [Theory]
    [InlineData("text/csv", Csv, true, true)]
    [InlineData("text/csv", Csv, false, false)]
    [InlineData("application/jsonl", Line, true, true)]
    [InlineData("application/jsonl", Line, false, false)]
    public async Task The_response_says_whether_a_file_was_compared_with_the_accounts_properties(string type, string text, bool areReadable, bool isChecked)
    {
        await using var app = await TestApp.StartAsync();
        if (areReadable)
        {
            app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(HttpStatusCode.OK, AccountProperties.Json));
        }

        var (_, check) = await Imports.RunAsync(app, text, type, "?dryRun=true");
        var (_, response) = await Imports.RunAsync(app, text, type);

        Assert.Equal((isChecked, isChecked), ((bool)check["file"]!["propertiesChecked"]!, (bool)response["file"]!["propertiesChecked"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data")]
    public async Task Any_other_type_is_refused_by_naming_those_that_are_taken(string type)
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await Imports.RunAsync(app, Csv, type);

        Assert.Equal(415, context.Response.StatusCode);
        Assert.All([.. UserFileKinds.Types, "multipart/form-data"], taken => Assert.Contains(taken, response["detail"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task The_table_of_the_documentation_names_the_types_that_are_taken()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "http-api.md"));

        var rows = lines.SkipWhile(line => !line.StartsWith("| kind | sent as", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(
            UserFileKinds.Types.Order(StringComparer.Ordinal),
            rows.SelectMany(row => row.Split('|')[2].Split(',')).Select(type => type.Trim(' ', '`')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(UserFileKinds.WorkbookType)]
    [InlineData("application/vnd.ms-excel")]
    [InlineData("text/csv")]
    public async Task A_workbook_is_recognized_whatever_it_is_sent_as(string type)
    {
        await using var app = await TestApp.StartAsync();
        await using var content = File.OpenRead(Workbook);

        var (context, response) = await Imports.RunAsync(app, new ImportedBody(content) { Type = type, Query = "?sheet=other" });

        Assert.Equal((202, "Workbook"), (context.Response.StatusCode, response["file"]!["kind"]!.GetValue<string>()));
        Assert.Equal("second.sheet@people.example", Assert.Single(Imports.SentBy(app)).Properties["hs_email"]);
    }

    [Theory]
    [InlineData("?sheet=third", "The workbook has no sheet of this name.")]
    public async Task A_sheet_that_is_not_there_is_refused(string query, string detail)
    {
        await using var app = await TestApp.StartAsync();
        await using var content = File.OpenRead(Workbook);

        var (context, response) = await Imports.RunAsync(app, new ImportedBody(content) { Type = UserFileKinds.WorkbookType, Query = query });

        Assert.Equal((400, detail), (context.Response.StatusCode, Imports.FaultsOf(response)));
    }

    [Fact]
    public async Task A_workbook_of_the_old_format_is_refused_by_name()
    {
        await using var app = await TestApp.StartAsync();
        byte[] old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[512]];

        var (context, response) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(old)) { Type = "application/vnd.ms-excel" });

        Assert.Equal(400, context.Response.StatusCode);
        Assert.StartsWith("The file is an Excel workbook of the old format", Imports.FaultsOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("semicolon", "hs_email;hs_given_name\na@people.example;Ada\n", "semicolon")]
    [InlineData("tab", "hs_email\ths_given_name\na@people.example\tAda\n", "tab")]
    [InlineData("pipe", "hs_email|hs_given_name\na@people.example|Ada\n", "pipe")]
    [InlineData("comma", "sep=;\nhs_email,hs_given_name\na@people.example,Ada\n", "comma")]
    [InlineData("", Csv, "comma")]
    public async Task A_separator_may_be_named(string separator, string text, string used)
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await Imports.RunAsync(app, text, query: $"?separator={separator}");

        Assert.Equal((202, used), (context.Response.StatusCode, response["file"]!["separator"]!.GetValue<string>()));
        Assert.Equal("a@people.example Ada", string.Join(' ', Assert.Single(Imports.SentBy(app)).Properties.Values));
    }

    [Theory]
    [InlineData("?separator=colon", "separator must be comma, semicolon, tab or pipe.")]
    [InlineData("?dryRun=yes", "dryRun must be true or false.")]
    [InlineData("?map=x", "map must be HEADER:PROPERTY or NUMBER:PROPERTY, such as map=Job Title:hs_job_title; the property - leaves a column out.")]
    [InlineData("?associate=5", "associate must be TYPE:ID or CATEGORY:TYPE:ID, TYPE being the number of an association type and ID a record's, such as associate=5:1234.")]
    [InlineData("?associate=5:1;2", "associate must be TYPE:ID or CATEGORY:TYPE:ID, TYPE being the number of an association type and ID a record's, such as associate=5:1234.")]
    [InlineData("?associate=OTHER:5:1", "associate must be TYPE:ID or CATEGORY:TYPE:ID, TYPE being the number of an association type and ID a record's, such as associate=5:1234.")]
    public async Task A_parameter_that_says_nothing_is_refused(string query, string detail)
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await Imports.RunAsync(app, Csv, query: query);

        Assert.Equal((400, detail), (context.Response.StatusCode, Imports.FaultsOf(response)));
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task Every_user_is_associated_with_its_own_records_and_with_those_of_the_query()
    {
        await using var app = await TestApp.StartAsync();

        await Imports.RunAsync(app, "hs_email,association:3\na@people.example,1\nb@people.example,\n", query: "?associate=5:77&associate=user_defined:6:78");

        Assert.Equal(
            ["HUBSPOT_DEFINED 3 1, HUBSPOT_DEFINED 5 77, USER_DEFINED 6 78", "HUBSPOT_DEFINED 5 77, USER_DEFINED 6 78"],
            Imports.SentBy(app).Select(user => string.Join(", ", user.Associations.Select(association => $"{association.Types[0].AssociationCategory} {association.Types[0].AssociationTypeId} {association.To.Id}"))));
    }

    [Fact]
    public async Task A_deployment_may_name_the_charset_of_its_files()
    {
        await using var app = await TestApp.StartAsync(("Http:ImportCharset", "windows-1252"));
        var body = Encoding.Latin1.GetBytes("hs_email,hs_given_name\na@people.example,Søren\n");

        var (context, response) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(body)));

        Assert.Equal((202, "windows-1252"), (context.Response.StatusCode, response["file"]!["encoding"]!.GetValue<string>()));
        Assert.Equal("Søren", Assert.Single(Imports.SentBy(app)).Properties["hs_given_name"]);
    }

    [Fact]
    public async Task A_form_has_one_file_and_another_is_said_not_to_be_read()
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await Imports.RunAsync(app, Form(("one.csv", Csv), ("two.csv", Csv)), FormType);

        Assert.Equal((202, 1, 1), (context.Response.StatusCode, response["accepted"]!.GetValue<int>(), response["faulty"]!.GetValue<int>()));
        Assert.StartsWith("The form has another file, which was not read.", response["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_form_that_is_cut_off_is_refused(int cut)
    {
        await using var app = await TestApp.StartAsync();
        var form = Form(("one.csv", Csv));

        var (context, response) = await Imports.RunAsync(app, form[..^(cut + 4)], FormType);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.StartsWith("The form is cut off", Imports.FaultsOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?map=2:hs_job_title")]
    [InlineData("?separator=semicolon")]
    [InlineData("?associate=5:77&map=2:hs_given_name")]
    public async Task An_interrupted_file_resumes_only_as_it_was_read_before(string query)
    {
        await using var app = await TestApp.StartAsync();
        const string Both = "hs_email,hs_given_name;x\n";
        var file = Encoding.UTF8.GetBytes(Both + string.Concat(Enumerable.Range(0, 5000).Select(number => string.Create(CultureInfo.InvariantCulture, $"user.{number}@people.example,Ada\n"))));
        await Assert.ThrowsAsync<IOException>(() => Imports.RunAsync(app, new ImportedBody(new BrokenStream(file[..100_000])) { Query = "?map=2:hs_given_name" }));
        var sent = app.Queues.Users.Messages.Count;

        var map = query.Contains("map", StringComparison.Ordinal) ? string.Empty : "&map=1:hs_email&map=2:-";
        var (context, response) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(file)) { Query = query + map });
        var (whole, _) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(file)) { Query = "?map=2:hs_given_name" });

        Assert.Equal((422, "The key belongs to another reading of the file"), (context.Response.StatusCode, response["title"]!.GetValue<string>()));
        Assert.Equal(202, whole.Response.StatusCode);
        Assert.True(sent > 0 && app.Queues.Users.Messages.Count > sent);
        Assert.All(Imports.SentBy(app), user => Assert.Equal("Ada", user.Properties["hs_given_name"]));
    }

    private const string FormType = "multipart/form-data; boundary=xxx";

    private static string Workbook => Path.Combine(Path.GetDirectoryName(FileShape.All[0].Location)!, "users.xlsx");

    private static string Form(params (string Name, string Text)[] files) =>
        string.Concat(files.Select(file => $"--xxx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file.Name}\"\r\nContent-Type: text/csv\r\n\r\n{file.Text}\r\n")) + "--xxx--\r\n";
}
