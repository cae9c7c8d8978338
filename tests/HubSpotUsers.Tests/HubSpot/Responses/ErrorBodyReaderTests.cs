using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class ErrorBodyReaderTests
{
    [Theory]
    [InlineData("Contact already exists", "Contact already exists")]
    [InlineData("\uFEFF Contact already exists\n", "Contact already exists")]
    [InlineData("\"Contact already exists\"", "Contact already exists")]
    [InlineData("{\"message\":\"Contact already exists\"}", "Contact already exists")]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("{\"message\":\"cut o", null)]
    [InlineData("\"cut o", null)]
    [InlineData("<html>Contact already exists</html>", null)]
    public async Task The_message_is_read_from_JSON_and_from_text(string body, string? expected)
    {
        Assert.Equal(expected, (await ReadAsync(body))?.Message);
    }

    [Theory]
    [InlineData("VALIDATION_ERROR", "VALIDATION_ERROR")]
    [InlineData("RATE-LIMIT_REACHED", "RATE-LIMIT_REACHED")]
    [InlineData("ada@example.com", null)]
    [InlineData("two words", null)]
    [InlineData("", null)]
    public async Task A_category_is_a_code_or_nothing(string category, string? expected)
    {
        Assert.Equal(expected, (await ReadAsync($$"""{"category":"{{category}}"}"""))!.Category);
    }

    private static async Task<ApiError?> ReadAsync(string body)
    {
        using var content = new StringContent(body);
        using var response = new HttpResponseMessage { Content = await WholeResponse.ReadAsync(content, 1000, CancellationToken.None) };
        return ErrorBodyReader.Read(response);
    }
}
