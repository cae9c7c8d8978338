using System.Text;
using System.Text.Json.Nodes;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class PoisonTests(AppFixture fixture) : EndToEndTest(fixture)
{
    /// <summary>Messages that cannot be taken as a whole, with the rule each breaks.</summary>
    private static readonly Dictionary<string, (string Text, string Reason)> Malformed = new(StringComparer.Ordinal)
    {
        ["text"] = ("Please create a user for me", "NotJson"),
        ["JSON that ends too soon"] = ("{\"properties\":{\"hs_email\":", "NotJson"),
        ["a property twice"] = ("{\"properties\":{},\"properties\":{}}", "NotJson"),
        ["a JSON string"] = ("\"user\"", "NotJson"),
        ["base64 of no JSON"] = (Convert.ToBase64String([0, 255, 1, 254, 2]), "NotJson"),
        ["base64 encoded three times"] = (UserMessages.Base64(UserMessages.Base64(UserMessages.Base64("{\"properties\":{}}"))), "NotJson"),
        ["broken base64"] = ("eyJwcm9wZXJ0aWVzIjp7fX0=====", "NotJson"),
        ["base64 of bytes that are no UTF-8"] = (Convert.ToBase64String([.. "{\"properties\":{\"hs_email\":\""u8, 0xC3, 0x28, .. "\"}}"u8]), "NotJson"),
        ["inputs that are no list"] = ("{\"inputs\":{}}", "WrongShape"),
        ["an unknown field beside inputs"] = ("{\"inputs\":[{\"properties\":{}}],\"batch\":1}", "WrongShape"),
        ["an id that cannot be one"] = ("{\"id\":\"no spaces, please\",\"inputs\":[{\"properties\":{}}]}", "WrongShape"),
        ["an empty list of inputs"] = ("{\"inputs\":[]}", "NoInputs"),
        ["an empty array"] = ("[]", "NoInputs"),
    };

    /// <summary>Inputs that are not sent, with the field named for each.</summary>
    private static readonly Dictionary<string, (string Input, string Pointer)> Invalid = new(StringComparer.Ordinal)
    {
        ["no properties"] = ("{}", "/properties"),
        ["no value of a property"] = ("{\"properties\":{\"hs_job_title\":\"\",\"hs_email\":null}}", "/properties"),
        ["properties that are a list"] = ("{\"properties\":[]}", "/properties"),
        ["a property that is an object"] = ("{\"properties\":{\"hs_job_title\":{}}}", "/properties/hs_job_title"),
        ["an unknown field"] = ("{\"properties\":{\"hs_job_title\":\"A\"},\"property\":{}}", "/property"),
        ["associations that are no list"] = ("{\"properties\":{\"hs_job_title\":\"A\"},\"associations\":{}}", "/associations"),
        ["an association without a record"] = ("{\"properties\":{\"hs_job_title\":\"A\"},\"associations\":[{\"types\":[{\"associationCategory\":\"WORK\",\"associationTypeId\":1}]}]}", "/associations/0/to"),
        ["an unknown category of association"] = ("{\"properties\":{\"hs_job_title\":\"A\"},\"associations\":[{\"to\":{\"id\":\"1\"},\"types\":[{\"associationCategory\":\"FRIEND\",\"associationTypeId\":1}]}]}", "/associations/0/types/0/associationCategory"),
        ["a type of association that is no number"] = ("{\"properties\":{\"hs_job_title\":\"A\"},\"associations\":[{\"to\":{\"id\":\"1\"},\"types\":[{\"associationCategory\":\"WORK\",\"associationTypeId\":\"one\"}]}]}", "/associations/0/types/0/associationTypeId"),
        ["a trace id that is no whole number"] = ("{\"properties\":{\"hs_job_title\":\"A\"},\"objectWriteTraceId\":1.5}", "/objectWriteTraceId"),
    };

    public static TheoryData<string> MalformedNames => [.. Malformed.Keys];

    public static TheoryData<string> InvalidNames => [.. Invalid.Keys];

    [Theory]
    [MemberData(nameof(MalformedNames))]
    public async Task A_malformed_message_is_poisoned_with_its_reason_and_its_bytes(string name)
    {
        var (text, reason) = Malformed[name];

        var sent = await Queue.SendAsync(text);

        var poisoned = await Queue.PoisonOfAsync(sent.MessageId);
        Assert.Equal("InvalidMessage", poisoned.Reason);
        Assert.StartsWith($"{reason}: ", poisoned.Detail, StringComparison.Ordinal);
        Assert.Equal(text, Encoding.UTF8.GetString(poisoned.Original));
        Assert.Equal(1, poisoned.Attempt);
        Assert.Equal(sent.InsertionTime, poisoned.FirstSeen);
        Assert.True(poisoned.FailedAt > DateTimeOffset.UnixEpoch);
        Assert.Empty(HubSpot.CallsOf([sent.MessageId]));
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public async Task An_invalid_input_is_poisoned_with_the_field_to_fix(string name)
    {
        var (input, pointer) = Invalid[name];

        var sent = await Queue.SendAsync(input);

        var poisoned = await Queue.PoisonOfAsync(sent.MessageId);
        Assert.Equal("InvalidInput", poisoned.Reason);
        Assert.Contains($"{pointer}: ", poisoned.Detail, StringComparison.Ordinal);
        var original = Assert.Single(poisoned.Inputs);
        Assert.Equal(0, (int)original["index"]!);
        AssertKept(JsonNode.Parse(input)!.AsObject(), original);
        Assert.Empty(HubSpot.CallsOf([sent.MessageId]));
    }

    [Fact]
    public async Task One_invalid_input_of_a_message_is_poisoned_and_its_siblings_are_created()
    {
        var (first, invalid, last) = (TestUser.Next(), TestUser.Next(), TestUser.Next());

        var sent = await Queue.SendAsync(UserMessages.Of(first.ToInput(), invalid.ToInvalidInput(), last.ToInput()));

        var rows = await Tables.UsersOfAsync(sent.MessageId, 2);
        Assert.Equal([$"{sent.MessageId}-0", $"{sent.MessageId}-2"], rows.Select(row => row.RowKey));
        Assert.Equal([HubSpot.RecordOf(first).Id, HubSpot.RecordOf(last).Id], rows.Select(row => row.GetString("HubSpotId")));
        var poisoned = await Queue.PoisonOfAsync(sent.MessageId);
        Assert.Equal("InvalidInput", poisoned.Reason);
        var original = Assert.Single(poisoned.Inputs);
        Assert.Equal(1, (int)original["index"]!);
        AssertKept(invalid.ToInvalidInput(), original);
        Assert.Empty(HubSpot.RecordsOf(invalid));
    }

    [Fact]
    public async Task A_user_HubSpot_refuses_is_recorded_and_poisoned_with_HubSpots_category()
    {
        var (created, rejected) = (TestUser.Next(), TestUser.Next());

        var sent = await Queue.SendAsync(UserMessages.Of(created.ToInput(), rejected.ToRejectedInput("caller-7")));

        var poisoned = await Queue.PoisonOfAsync(sent.MessageId);
        Assert.Equal("Rejected", poisoned.Reason);
        Assert.NotEmpty(poisoned.CorrelationId!);
        var original = Assert.Single(poisoned.Inputs);
        Assert.Equal(1, (int)original["index"]!);
        Assert.Equal("VALIDATION_ERROR Property values were not valid: no_such_property (PROPERTY_DOESNT_EXIST)", (string?)original["detail"]);
        AssertKept(rejected.ToRejectedInput("caller-7"), original);
        var row = (await Tables.UsersOfAsync(sent.MessageId, 2))[1];
        Assert.Equal("Rejected", row.GetString("Outcome"));
        Assert.Equal("VALIDATION_ERROR", row.GetString("ErrorCategory"));
        Assert.Empty(HubSpot.RecordsOf(rejected));
    }

    [Fact]
    public async Task Bad_messages_disturb_no_good_one()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture);
        var users = TestUser.Next(50);
        var bad = Malformed.Values.Select(message => message.Text).Concat(Invalid.Values.Select(message => message.Input)).ToList();
        await app.Queue.SendAllAsync([.. users.Select(UserMessages.Of).Interleave(bad)]);

        await app.StartAsync();

        await HubSpot.WaitForAsync(users);
        await app.Queue.WaitUntilEmptyAsync();
        HubSpot.AssertEachCreatedOnce(users);
        Assert.Equal(bad.Count, (await app.Queue.CollectAsync()).Count);
    }

    /// <summary>A poisoned input has all fields of the original, so that it can be corrected and sent again.</summary>
    private static void AssertKept(JsonObject sent, JsonObject poisoned) =>
        Assert.All(sent, field => Assert.True(JsonNode.DeepEquals(field.Value, poisoned[field.Key]), field.Key));
}
