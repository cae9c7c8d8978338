using System.Text;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd;
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
        var text = $"{Header}\n{Row(users[0])}\ntoo,few\n{Row(users[1])}\na\"b,c,d\n\"never closed,c,d\n{Row(users[2])}\n{new string('x', 70_000)},c,d\n";

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

        var response = await Api.ImportAsync($"{UserMessages.Text(bad.ToInvalidInput())}\n{UserMessages.Of(bad)[..^1]}\n[]\n{UserMessages.WithId("x", bad.ToInput())}\n{UserMessages.Of(good)}", JsonLines);

        Assert.Equal((5, 1, 4), Counts(response));
        Assert.Equal(["/properties/hs_job_title", "", "", ""], response.Each("errors", "pointer"));
        Assert.DoesNotContain(TestUser.Marker, response.Text, StringComparison.OrdinalIgnoreCase);
        await HubSpot.WaitForAsync([good]);
        Assert.Empty(HubSpot.RecordsOf(bad));
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
    [InlineData("application/json")]
    [InlineData("text/csv; charset=utf-16")]
    [InlineData("text/plain")]
    public async Task Another_media_type_is_415(string mediaType)
    {
        Assert.Equal(415, (await Api.ImportAsync("hs_email\nx\n", mediaType)).Status);
    }

    [Fact]
    public async Task Lines_that_are_no_UTF_8_are_faulty()
    {
        var user = TestUser.Next();
        byte[] body = [.. Encoding.UTF8.GetBytes($"{Header}\n"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes($",b,c\n{Row(user)}\n")];

        var response = await Api.PostAsync("/users/import", ApiDriver.Content(new ByteArrayContent(body), Csv));

        Assert.Equal((2, 1, 1), Counts(response));
        await HubSpot.WaitForAsync([user]);
    }

    [Fact]
    public async Task The_same_key_and_file_are_answered_the_same_and_create_no_one_twice()
    {
        var (key, users) = (NewKey(), TestUser.Next(120));
        var text = $"{Header}\nbad\n{string.Join('\n', users.Select(Row))}";
        var first = await Api.ImportAsync(text, Csv, key);

        var second = await Api.ImportAsync(text, Csv, key);
        var other = await Api.ImportAsync(text + "\nanother,b,c", Csv, key);

        Assert.Equal((202, first.Text), (second.Status, second.Text));
        Assert.Equal(422, other.Status);
        await WhenDoneAsync(first.RequestId);
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task A_file_that_broke_off_goes_on_with_its_key_and_creates_each_user_once()
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
