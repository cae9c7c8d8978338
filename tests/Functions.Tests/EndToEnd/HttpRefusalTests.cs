using System.Text;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class HttpRefusalTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private const int MaxBodyBytes = 8 * 1024 * 1024;

    [Fact]
    public async Task Invalid_users_are_400_naming_every_field_and_nothing_is_sent()
    {
        var (good, invalid) = (TestUser.Next(), TestUser.Next());
        var input = invalid.ToInvalidInput();
        input["associations"] = "none";

        var response = await Http.PostAsync(UserMessages.Of(good.ToInput(), input));

        AssertProblem(400, response);
        Assert.Equal(["/inputs/1/associations", "/inputs/1/properties/hs_job_title"], response.Pointers.Order());
        Assert.Empty(HubSpot.RecordsOf(good));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Ada", "")]
    [InlineData("{\"inputs\":[", "")]
    [InlineData("{\"inputs\":7}", "/inputs")]
    [InlineData("{\"inputs\":[]}", "/inputs")]
    [InlineData("[]", "")]
    [InlineData("{\"inputs\":[{\"properties\":{}}],\"limit\":1}", "/limit")]
    [InlineData("{\"id\":\"a b\",\"inputs\":[{\"properties\":{}}]}", "/id")]
    [InlineData("{\"propertys\":{}}", "/propertys")]
    [InlineData("[{\"properties\":{\"a/b~c\":[]}}]", "/0/properties/#0")]
    public async Task A_request_in_no_accepted_shape_is_400_with_a_pointer(string body, string pointer)
    {
        var response = await Http.PostAsync(body);

        AssertProblem(400, response);
        Assert.Equal([pointer], response.Pointers);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        var response = await Http.PostAsync(UserMessages.Of(TestUser.Next()) + new string(' ', MaxBodyBytes));

        AssertProblem(413, response);
    }

    [Fact]
    public async Task A_body_over_the_limit_of_unannounced_length_is_413()
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(UserMessages.Of(TestUser.Next()) + new string(' ', MaxBodyBytes)));

        var response = await Http.PostStreamAsync(body);

        AssertProblem(413, response);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Another_media_type_is_415(string contentType)
    {
        var response = await Http.PostAsync(UserMessages.Of(TestUser.Next()), contentType);

        AssertProblem(415, response);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    public async Task The_media_type_may_name_UTF_8(string contentType)
    {
        var response = await Http.PostAsync(UserMessages.Of(TestUser.Next()), contentType);

        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Without_the_right_key_the_response_is_401_and_nothing_is_sent(string? key)
    {
        var user = TestUser.Next();

        var response = await Http.PostWithKeyAsync(UserMessages.Of(user), key);

        Assert.Equal(401, response.Status);
        Assert.Empty(HubSpot.RecordsOf(user));
    }

    [Fact]
    public async Task A_wrong_key_in_the_query_is_401()
    {
        var response = await Http.PostWithQueryKeyAsync(UserMessages.Of(TestUser.Next()), "wrong");

        Assert.Equal(401, response.Status);
    }

    [Fact]
    public async Task The_key_may_stand_in_the_query()
    {
        var response = await Http.PostWithQueryKeyAsync(UserMessages.Of(TestUser.Next()));

        Assert.Equal(200, response.Status);
    }

    /// <summary>RFC 9457.</summary>
    private static void AssertProblem(int status, EndpointResponse response)
    {
        Assert.Equal((status, "application/problem+json"), (response.Status, response.MediaType));
        Assert.Equal("about:blank", (string?)response.Json["type"]);
        Assert.Equal(status, (int)response.Json["status"]!);
        Assert.NotEmpty((string)response.Json["title"]!);
        Assert.NotEmpty((string)response.Json["detail"]!);
        Assert.DoesNotContain(TestUser.Marker, response.Text, StringComparison.OrdinalIgnoreCase);
    }
}
