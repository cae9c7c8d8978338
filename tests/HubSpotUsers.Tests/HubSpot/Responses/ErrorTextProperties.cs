using System.Text.RegularExpressions;
using FsCheck.Xunit;
using HubSpotUsers.HubSpot.Responses;
using Testing.Builders;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class ErrorTextProperties
{
    [Property(MaxTest = 1000, Arbitrary = [typeof(PersonalData)])]
    public void The_text_never_repeats_a_value_as_a_word(PersonalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var user = Users.With([.. data.Values.Select((value, index) => ($"property_{index}", value))]);

        var text = new ErrorText([Users.Named("other"), user]).Of(data.Message);

        Assert.All(data.Values, value => Assert.DoesNotMatch(AsWord(value), text));
        Assert.All(data.Values, value => Assert.DoesNotMatch(AsWord(value.ToUpperInvariant()), text));
    }

    private static Regex AsWord(string value) =>
        new($@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(value)}(?![\p{{L}}\p{{N}}])", RegexOptions.None, TimeSpan.FromSeconds(1));
}
