namespace Infra.Tests.Docs;

public sealed class SettingsPageTests
{
    private const string Page = "docs/settings.md";

    [Fact]
    public void Docs_settings_md_says_what_the_options_say()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            File.WriteAllText(Repository.PathOf(Page), SettingsPage.Write());
        }

        Assert.Equal(SettingsPage.Write(), Repository.Read(Page));
    }
}
