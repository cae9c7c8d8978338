using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Testing.Builders;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void No_message_gives_no_text(string? message)
    {
        Assert.Null(Of(message, Users.Named("anna")));
    }

    [Fact]
    public void A_JSON_message_is_reduced_to_names_and_codes()
    {
        const string Message = """Property values were not valid: [{"isValid":false,"message":"Property \"x\" was Anna","error":"PROPERTY_DOESNT_EXIST","name":"x","value":"Anna"},{"name":"hs_email"},{"error":"INVALID"},{"name":"Anna Smith","error":{}},{"name":"","error":"REQUIRED_FIELD"},{"name":"anna","error":"ANNA"}]""";

        var text = Of(Message, Users.With(("x", "Anna")));

        Assert.Equal("Property values were not valid: x (PROPERTY_DOESNT_EXIST), hs_email, unnamed (INVALID), unnamed, unnamed (REQUIRED_FIELD), unnamed", text);
    }

    [Theory]
    [InlineData("Value [Anna]", "Value […]")]
    [InlineData("Value [1,2]", "Value […]")]
    [InlineData("anna or ANNA is invalid", "… or … is invalid")]
    [InlineData("Joanna and Anna", "… and …")]
    [InlineData("Property \"hs_given_name\" was \"Berta\"", "Property \"hs_given_name\" was \"…\"")]
    [InlineData("Property \\\"hs_given_name\\\" was \\\"Berta\\\"", "Property \\\"hs_given_name\\\" was \\\"…\\\"")]
    [InlineData("Property \"berta_smith\" was set", "Property \"…\" was set")]
    [InlineData("Address 'berta@example.org' taken", "Address '…' taken")]
    [InlineData("Address <berta@example.org>, taken", "Address <…>, taken")]
    [InlineData("The maximum number of inputs supported in a batch request is 100", "The maximum number of inputs supported in a batch request is …")]
    [InlineData("Creating USER objects is not supported", "Creating USER objects is not supported")]
    [InlineData("VALIDATION_ERROR of ANNA_SMITH", "VALIDATION_ERROR of …")]
    [InlineData("9007199254740993 is not a valid ID", "… is not a valid ID")]
    public void Of_prose_HubSpots_own_words_stay(string message, string expected)
    {
        Assert.Equal(expected, Of(message, Users.With(("hs_given_name", "Anna"), ("Anna Smith", "x"))));
    }

    [Theory]
    [InlineData("+49 (30) 901820", "Phone +4930901820 is not valid", "Phone … is not valid")]
    [InlineData("Ada  Lovelace", "The value Ada Lovelace is not allowed", "The value … is not allowed")]
    [InlineData("Müller", "Name M\\u00fcller is not allowed", "Name … is not allowed")]
    [InlineData("Müller", "Name Mu\u0308ller is not allowed", "Name … is not allowed")]
    [InlineData("O'Neil & Sons", "Name O&#39;Neil &amp; Sons is not allowed", "Name … is not allowed")]
    [InlineData("ada lovelace", "The user ada_lovelace exists", "The user … exists")]
    [InlineData("Chief of Engines", "Value too long: Chief of Eng...", "Value too long: … of …...")]
    [InlineData("ada@example.com", "ada%40example.com is taken", "… is taken")]
    [InlineData("Not valid", "The value not valid is not valid", "The value … is …")]
    [InlineData("Not  valid", "The value Not valid is wrong", "The value … is wrong")]
    [InlineData("Field", "Name Field is wrong", "Name … is wrong")]
    public void A_value_is_left_out_in_whatever_form(string value, string message, string expected)
    {
        Assert.Equal(expected, Of(message, Users.With(("hs_job_title", value))));
    }

    [Fact]
    public void The_longest_of_values_in_HubSpots_words_is_left_out_first()
    {
        var user = Users.With(("hs_family_name", "Page"), ("hs_job_title", "Page Owner"));

        Assert.Equal("… is there", Of("Page Owner is there", user));
    }

    [Fact]
    public void White_space_around_a_value_does_not_hide_it()
    {
        Assert.Equal("… is there", Of("Page is there", Users.With(("hs_given_name", " Page "))));
    }

    [Fact]
    public void Another_record_with_a_value_is_reported_by_the_property()
    {
        const string Message = "Cannot set PropertyValueCoordinates{portalId=1, objectTypeId=0-115, propertyName=hs_email, value=a}, b@example.com} on 2. 3 already has that value.";

        Assert.Equal("Another record already has that value of hs_email", Of(Message));
        Assert.Equal("Another record already has that value of unnamed", Of(Message.Replace("hs_email", "Ada Lovelace", StringComparison.Ordinal)));
    }

    [Fact]
    public void Codes_and_property_names_of_details_are_kept()
    {
        var details = new[]
        {
            new ErrorDetail { Message = "ada@example.com is bad", Code = "INVALID_EMAIL", Context = HubSpotResponses.Context(("propertyName", ["hs_email"])) },
            new ErrorDetail { Code = "REQUIRED_FIELD" },
            new ErrorDetail { In = "hs_job_title" },
            new ErrorDetail { Code = "no code", In = "no name", Message = "Ada" },
            null,
        };

        Assert.Equal("Not valid; hs_email (INVALID_EMAIL); REQUIRED_FIELD; hs_job_title", new ErrorText([]).Of("Not valid", details));
        Assert.Equal("hs_email (INVALID_EMAIL); REQUIRED_FIELD; hs_job_title", new ErrorText([]).Of(message: null, details));
    }

    [Fact]
    public void A_detail_that_the_message_names_already_is_not_repeated()
    {
        const string Message = """Property values were not valid: [{"error":"INVALID_EMAIL","name":"hs_email"}]""";
        var details = new[] { new ErrorDetail { Code = "INVALID_EMAIL", Context = HubSpotResponses.Context(("propertyName", ["hs_email"])) } };

        Assert.Equal("Property values were not valid: hs_email (INVALID_EMAIL)", new ErrorText([]).Of(Message, details));
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        Assert.InRange(Of(string.Join(' ', Enumerable.Repeat("value", 1000)))!.Length, 400, 501);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("'")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("value ")]
    [InlineData("propertyName=a, value=")]
    public void A_huge_message_is_no_failure(string part)
    {
        var text = Of(string.Concat(Enumerable.Repeat(part, 200_000)), Users.Named("anna"));

        Assert.InRange(text!.Length, 1, 501);
    }

    private static string? Of(string? message, params UserInput[] users) => new ErrorText(users).Of(message);
}
