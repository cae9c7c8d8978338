using HubSpotUsers.Outcomes;
using HubSpotUsers.Tests.Builders;

namespace HubSpotUsers.Tests.Outcomes;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void No_message_gives_no_text(string? message)
    {
        Assert.Null(ErrorText.WithoutValues(message, [Users.Named("anna")]));
    }

    [Fact]
    public void A_JSON_message_is_reduced_to_names_and_codes()
    {
        const string Message = """Property values were not valid: [{"isValid":false,"message":"Property \"x\" was Anna","error":"PROPERTY_DOESNT_EXIST","name":"x","value":"Anna"},{"name":"hs_email"},{"error":"INVALID"},{"name":"Anna Smith","error":{}}]""";

        var text = ErrorText.WithoutValues(Message, [Users.With(("x", "Anna"))]);

        Assert.Equal("Property values were not valid: x (PROPERTY_DOESNT_EXIST), hs_email,  (INVALID), unnamed", text);
    }

    [Theory]
    [InlineData("Value [Anna]", "Value […]")]
    [InlineData("Value [1,2]", "Value [1,2]")]
    [InlineData("anna is ANNA", "… is …")]
    [InlineData("Joanna and Anna", "Joanna and …")]
    [InlineData("Property \"hs_given_name\" was \"Berta\"", "Property \"hs_given_name\" was \"…\"")]
    [InlineData("Property \\\"hs_given_name\\\" was \\\"Berta\\\"", "Property \\\"hs_given_name\\\" was \"…\"")]
    [InlineData("Address 'berta@example.org' taken", "Address \"…\" taken")]
    [InlineData("Address berta@example.org taken", "Address … taken")]
    [InlineData("Address <berta@example.org>, taken", "Address <…>, taken")]
    public void Values_are_left_out_of_prose(string message, string expected)
    {
        Assert.Equal(expected, ErrorText.WithoutValues(message, [Users.With(("hs_given_name", "Anna"))]));
    }

    [Fact]
    public void A_value_inside_another_leaves_none_of_it()
    {
        var user = Users.With(("hs_family_name", "Smith"), ("full_name", "Anna Smith"));

        Assert.Equal("… is there", ErrorText.WithoutValues("Anna Smith is there", [user]));
    }

    [Fact]
    public void White_space_around_a_value_does_not_hide_it()
    {
        Assert.Equal("… is there", ErrorText.WithoutValues("Anna is there", [Users.With(("hs_given_name", " Anna "))]));
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        Assert.InRange(ErrorText.WithoutValues(string.Join(' ', Enumerable.Repeat("word", 1000)), [])!.Length, 400, 501);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("'")]
    [InlineData("@")]
    [InlineData("a@")]
    public void A_huge_message_is_no_failure(string part)
    {
        var text = ErrorText.WithoutValues(string.Concat(Enumerable.Repeat(part, 200_000)), [Users.Named("anna")]);

        Assert.InRange(text!.Length, 1, 501);
    }
}
