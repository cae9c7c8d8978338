using LocalHost.Configuration;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Configuration;

public sealed class SettingNamesTests
{
    [Theory]
    [InlineData("users", "users")]
    [InlineData("%Queue%", "incoming")]
    [InlineData("a-%Queue%-%Suffix%", "a-incoming-x")]
    [InlineData("100%", "100%")]
    public void Names_of_settings_become_their_values(string text, string expected)
    {
        var faults = new StartFaults();

        Assert.Equal(expected, new SettingNames(Settings.Of(("Queue", "incoming"), ("Suffix", "x")), faults).Resolve(text, "F"));
        faults.ThrowIfAny();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_setting_without_a_value_is_a_fault(string? value)
    {
        var faults = new StartFaults();

        new SettingNames(Settings.Of(("Queue", value)), faults).Resolve("%Queue%", "F");

        Assert.Equal(["Function F: %Queue% names no setting."], Assert.Throws<StartFailedException>(faults.ThrowIfAny).Faults);
    }
}
