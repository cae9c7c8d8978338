using System.Text;
using HubSpotUsers.Files;

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

    private static Task<IReadOnlyList<UserRow>> ReadAsync(string text, UserFileKind kind) =>
        ReadFile.RowsAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("ADA", Ada, StringComparison.Ordinal))), new UserFileOptions { Kind = kind });
}
