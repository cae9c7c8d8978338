namespace Cli.Tests;

public sealed class CliVersionTests
{
    [Fact]
    public void An_app_belongs_to_the_tool_when_their_numbers_are_the_same()
    {
        var number = CliVersion.Number.Split('-')[0];

        Assert.True(CliVersion.BelongsTo(number));
        Assert.True(CliVersion.BelongsTo(number + "+5f3c"));
        Assert.True(CliVersion.BelongsTo(number + "-preview.0.7+5f3c"));
        Assert.False(CliVersion.BelongsTo("9.9.9+5f3c"));
    }
}
