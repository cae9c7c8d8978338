using LocalHost.Configuration;

namespace Functions.Tests.LocalHost.Configuration;

public sealed class SettingNamesTests
{
    [Theory]
    [InlineData("users", "users")]
    [InlineData("%Queue%", "incoming")]
    [InlineData("a-%Queue%-%Suffix%", "a-incoming-x")]
    public void Resolve_NamesOfSettings_BecomeTheirValues(string text, string expected)
    {
        var names = new SettingNames(Settings.Of(("Queue", "incoming"), ("Suffix", "x")), new StartFaults());

        Assert.Equal(expected, names.Resolve(text, "F"));
    }

    [Fact]
    public void Resolve_SettingMissing_IsAFault()
    {
        var faults = new StartFaults();

        new SettingNames(Settings.Of(), faults).Resolve("%Queue%", "F");

        Assert.Equal(["Function F: %Queue% names no setting."], Assert.Throws<StartFailedException>(faults.ThrowIfAny).Faults);
    }
}
