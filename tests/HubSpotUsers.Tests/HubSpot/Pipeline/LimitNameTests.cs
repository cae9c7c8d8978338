using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class LimitNameTests
{
    [Theory]
    [InlineData("DAILY", "You have reached your secondly limit.", "DAILY")]
    [InlineData("daily", null, "DAILY")]
    [InlineData("TEN_SECONDLY_ROLLING", "Not the daily limit", "TEN_SECONDLY_ROLLING")]
    [InlineData(null, "You have reached your daily limit.", "DAILY")]
    [InlineData("", "Limit reached (DAILY)", "DAILY")]
    [InlineData("not a name", "policy=DAILY_", "DAILY")]
    [InlineData(null, "You have reached your ten_secondly_rolling limit.", "TEN_SECONDLY_ROLLING")]
    [InlineData(null, "You have reached your secondly limit.", "SECONDLY")]
    [InlineData(null, "Too many requests", "UNNAMED")]
    [InlineData(null, "Unfortunately nondailyish", "UNNAMED")]
    [InlineData(null, null, "UNNAMED")]
    public void A_limit_is_reported_by_its_name_and_without_one_by_the_text(string? name, string? message, string expected) =>
        Assert.Equal(expected, LimitName.Of(new ApiError { PolicyName = name, Message = message }), ignoreCase: true);

    [Theory]
    [InlineData("DAILY", true, false)]
    [InlineData("SECONDLY", false, true)]
    [InlineData("TEN_SECONDLY_ROLLING", false, true)]
    [InlineData("HOURLY", false, false)]
    [InlineData(null, false, false)]
    public void Limits_of_seconds_pass_by_themselves(string? name, bool isDaily, bool isRolling)
    {
        var error = new ApiError { PolicyName = name };

        Assert.Equal((isDaily, isRolling), (LimitName.IsDaily(error), LimitName.IsRolling(error)));
    }

    [Fact]
    public void A_response_that_cannot_be_read_names_none() => Assert.False(LimitName.IsDaily(null) || LimitName.IsRolling(null));
}
