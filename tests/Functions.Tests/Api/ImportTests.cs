using System.IO.Compression;
using System.Text;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class ImportTests(ApiEnvironment environment) : ApiTest(environment)
{
    private const string Csv = "text/csv";
    private const string JsonLines = "application/x-ndjson";
    private const string Header = "hs_email,hs_given_name,hs_family_name";

    [Fact]
    public async Task The_rows_of_a_table_become_users_and_empty_cells_set_nothing()
    {
        var (first, second) = (TestUser.Next(), TestUser.Next());

        var response = await Api.ImportAsync($"\uFEFF{Header}\r\n{Row(first)}\r\n\r\n{second.Email},,\"Says \"\"Hi\"\",\r\nthen leaves\"\r\n", Csv);

        Assert.Equal((202, $"/api/requests/{response.RequestId}"), (response.Status, response.Location));
        Assert.Equal((2, 2, 0), Counts(response));
        var done = await WhenDoneAsync(response.RequestId);
        Assert.Equal(["line-2", "line-4"], done.Each("users", "objectWriteTraceId"));
        Assert.Equal(first.GivenName, HubSpot.RecordOf(first).Properties["hs_given_name"]);
        Assert.Equal("Says \"Hi\",\r\nthen leaves", HubSpot.RecordOf(second).Properties["hs_family_name"]);
        Assert.DoesNotContain("hs_given_name", HubSpot.RecordOf(second).Properties.Keys);
    }

    [Fact]
    public async Task The_lines_of_a_file_of_JSON_become_users_with_their_own_trace_ids()
    {
        var users = TestUser.Next(3);

        var response = await Api.ImportAsync(string.Join('\n', users.Select(user => UserMessages.Text(user.ToInput($"mine-{user.Email[..8]}")))), JsonLines);

        Assert.Equal((3, 3, 0), Counts(response));
        var done = await WhenDoneAsync(response.RequestId);
        Assert.Equal(users.Select(user => $"mine-{user.Email[..8]}"), done.Each("users", "objectWriteTraceId"));
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task A_bad_row_is_named_by_its_line_and_stops_no_other()
    {
        var users = TestUser.Next(3);
        var text = $"{Header}\n{Row(users[0])}\ntoo,many,fields,here\n{Row(users[1])}\na\"b,c,d\n\"never closed,c,d\n{Row(users[2])}\n{new string('x', 70_000)},c,d\n";

        var response = await Api.ImportAsync(text, Csv);

        Assert.Equal((7, 3, 4), Counts(response));
        Assert.Equal(["3", "5", "6", "8"], response.Each("errors", "line"));
        await WhenDoneAsync(response.RequestId);
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task A_bad_line_of_JSON_is_named_with_its_field_and_without_its_values()
    {
        var (good, bad) = (TestUser.Next(), TestUser.Next());

        var response = await Api.ImportAsync($"{UserMessages.Text(bad.ToInvalidInput())}\n{UserMessages.Of(bad)[..^1]}\n[]\n{UserMessages.WithId("x", bad.ToInput(), bad.ToInput())}\n{UserMessages.Of(good)}", JsonLines);

        Assert.Equal((5, 1, 4), Counts(response));
        Assert.Equal(["/properties/hs_job_title", "", "", ""], response.Each("errors", "pointer"));
        Assert.DoesNotContain(TestUser.Marker, response.Text, StringComparison.OrdinalIgnoreCase);
        await HubSpot.WaitForAsync([good]);
        Assert.Empty(HubSpot.RecordsOf(bad));
    }

    [Fact]
    public async Task A_line_with_an_id_is_the_same_user_in_the_next_file()
    {
        var (user, id) = (TestUser.Next(), $"hr-{Guid.NewGuid():N}");
        var line = UserMessages.WithId(id, user.ToInput());
        var first = await Api.ImportAsync(line, JsonLines);
        await WhenDoneAsync(first.RequestId);

        var second = await Api.ImportAsync($"\n{line}\n{line}\n", JsonLines);

        await WhenDoneAsync(second.RequestId);
        var listed = await Api.GetAsync($"/requests/{second.RequestId}/users");
        Assert.Equal([$"2 {id} Created", $"3 {id} Created"], listed.Json["users"]!.AsArray().Select(one => $"{one!["line"]} {one["sourceId"]} {one["outcome"]}"));
        HubSpot.AssertEachCreatedOnce([user]);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"\"http://127.0.0.1\"\")")]
    [InlineData("@SUM(1+1)*cmd|' /C calc'!A0")]
    [InlineData("{\"\"a\"\":1}")]
    public async Task What_is_in_a_cell_is_data_whatever_it_looks_like(string cell)
    {
        var user = TestUser.Next();

        await Api.ImportAsync($"{Header}\n{user.Email},\"{cell}\",x\n", Csv);

        await HubSpot.WaitForAsync([user]);
        Assert.Equal(cell.Replace("\"\"", "\"", StringComparison.Ordinal), HubSpot.RecordOf(user).Properties["hs_given_name"]);
    }

    [Theory]
    [InlineData("", Csv)]
    [InlineData("a,a\n1,2\n", Csv)]
    [InlineData("a,,b\n1,2,3\n", Csv)]
    [InlineData("\"a,b\n1,2\n", Csv)]
    public async Task A_table_without_a_usable_header_is_400(string text, string mediaType)
    {
        Assert.Equal(400, (await Api.ImportAsync(text, mediaType)).Status);
    }

    [Theory]
    [InlineData("application/pdf")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data")]
    public async Task Another_media_type_is_415(string mediaType)
    {
        Assert.Equal(415, (await Api.ImportAsync("hs_email\nx\n", mediaType)).Status);
    }

    [Fact]
    public async Task A_damaged_line_of_a_file_in_UTF_8_is_faulty_and_a_file_whose_encoding_cannot_be_determined_is_400()
    {
        var user = TestUser.Next();
        byte[] body = [.. Encoding.UTF8.GetBytes($"{Header}\n"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes($",b,c\n{Row(user)}\nzoe.{user.Email},Zoë,Łąć\n")];

        var damaged = await Api.PostAsync("/users/import", ApiDriver.Content(new ByteArrayContent(body), Csv));
        var refused = await Api.PostAsync("/users/import", ApiDriver.Content(new ByteArrayContent([.. "hs_email,hs_given_name\nx@people.example,"u8, 0x81, 0x28]), Csv));

        Assert.Equal((3, 2, 1), Counts(damaged));
        Assert.Equal(400, refused.Status);
        Assert.Contains("Line 2 has text that is not UTF-8", refused.Text, StringComparison.Ordinal);
        await HubSpot.WaitForAsync([user]);
    }

    [Fact]
    public async Task A_file_of_another_separator_and_charset_may_come_gzipped_in_a_form()
    {
        var user = TestUser.Next();
        var text = Encoding.Latin1.GetBytes($"Email;First Name;Desk\r\n{user.Email};Zoë;9\r\n\r\n");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(text) { Headers = { ContentType = new("text/csv") { CharSet = "windows-1252" } } }, "file", "users.csv" } };
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await form.CopyToAsync(gzip);
        }

        var body = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = form.Headers.ContentType, ContentEncoding = { "gzip" } } };
        var response = await Api.PostAsync("/users/import?map=Desk:-", body);

        Assert.Equal((1, 1, 0), Counts(response));
        Assert.Equal((1, "semicolon", "windows-1252"), ((int)response.Json["skipped"]!, (string?)response.Json["file"]!["separator"], (string?)response.Json["file"]!["encoding"]));
        await HubSpot.WaitForAsync([user]);
        Assert.Equal("Zoë", HubSpot.RecordOf(user).Properties["hs_given_name"]);
    }

    [Fact]
    public async Task A_dry_run_says_what_columns_are_and_what_is_wrong_and_sends_nothing()
    {
        var user = TestUser.Next();

        var response = await CheckAsync($"Email,hs_given_name\n{user.Email},Ada\na,b,c\n");
        var wrong = await CheckAsync($"Email,hs_givenname\n{user.Email},Ada\n");

        Assert.Equal((200, 2, 1, 1), (response.Status, (int)response.Json["lines"]!, (int)response.Json["acceptable"]!, (int)response.Json["faulty"]!));
        Assert.Equal("""[{"number":1,"role":"Property","name":"hs_email"},{"number":2,"role":"Property","name":"hs_given_name"}]""", response.Json["file"]!["columns"]!.ToJsonString());
        Assert.Equal(400, wrong.Status);
        Assert.Contains("Column 2 is not a property of users in this HubSpot account. The nearest is hs_given_name.", wrong.Text, StringComparison.Ordinal);
        Assert.Empty(HubSpot.RecordsOf(user));

        Task<ReceivedResponse> CheckAsync(string text) => Api.PostAsync("/users/import?dryRun=true", ApiDriver.Content(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), Csv));
    }

    [Fact]
    public async Task The_same_key_and_file_get_the_same_response_and_create_no_user_twice()
    {
        var (key, users) = (NewKey(), TestUser.Next(120));
        var text = $"{Header}\nbad,b,c,d\n{string.Join('\n', users.Select(Row))}";
        var first = await Api.ImportAsync(text, Csv, key);

        var second = await Api.ImportAsync(text, Csv, key);
        var other = await Api.ImportAsync(text + "\nanother,b,c", Csv, key);

        Assert.Equal((202, first.Text), (second.Status, second.Text));
        Assert.Equal(422, other.Status);
        await WhenDoneAsync(first.RequestId);
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task An_interrupted_file_resumes_with_its_key_and_creates_each_user_once()
    {
        var (key, users) = (NewKey(), TestUser.Next(250));
        var text = $"{Header}\n{string.Join('\n', users.Select(Row))}\n";
        using (var request = await RawRequest.BeginAsync(Api.Address, Environment.Local.FunctionKey, "/api/users/import", $"text/csv\r\nIdempotency-Key: {key.Value}", contentLength: null))
        {
            await request.SendAsync(text[..(text.Length * 2 / 3)]);
            await HubSpot.WaitForAsync([.. users.Take(100)]);
            request.EndSending();
            await request.ReadAsync();
        }

        var response = await Eventually.SeesAsync("a response", () => Api.ImportAsync(text, Csv, key), seen => seen.Status is not 409);

        Assert.Equal((250, 250, 0), Counts(response));
        await WhenDoneAsync(response.RequestId);
        HubSpot.AssertEachCreatedOnce(users);
    }

    private static string Row(TestUser user) => $"{user.Email},{user.GivenName},{user.FamilyName}";

    private static (int Lines, int Accepted, int Faulty) Counts(ReceivedResponse response) =>
        ((int)response.Json["lines"]!, (int)response.Json["accepted"]!, (int)response.Json["faulty"]!);
}
