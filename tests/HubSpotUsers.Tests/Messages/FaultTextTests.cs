using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class FaultTextTests
{
    private const string Secret = "anna.secret@example.com";

    [Theory]
    [InlineData($$$"""{"properties":{"a":["{{{Secret}}}"]}}""")]
    [InlineData($$"""{"properties":"{{Secret}}"}""")]
    [InlineData($$$"""{"properties":{"a":"{{{Secret}}}\ud800"}}""")]
    [InlineData($$"""{"properties":{"a":"1"},"objectWriteTraceId":["{{Secret}}"]}""")]
    [InlineData($$"""{"properties":{"a":"1"},"associations":"{{Secret}}"}""")]
    [InlineData($$$"""{"properties":{"a":"1"},"associations":[{"to":{"id":{"x":"{{{Secret}}}"}},"types":["{{{Secret}}}"]}]}""")]
    [InlineData($$"""{"properties":{"a":"1"},"associations":[{"to":{"id":"1"},"types":[{"associationCategory":"{{Secret}}","associationTypeId":"{{Secret}}"}]}]}""")]
    [InlineData($$"""{"properties":{"a":"1"},"odd":"{{Secret}}"}""")]
    [InlineData($$"""{"properties":{"a":"1"},"id":"{{Secret}}"}""")]
    [InlineData($$"""{"inputs":"{{Secret}}"}""")]
    [InlineData($$"""["{{Secret}}"]""")]
    [InlineData($$$"""{"properties":{"a":"{{{Secret}}}" x}}""")]
    [InlineData($$$"""{"properties":{"a":{{{Secret}}}}}""")]
    [InlineData(Secret)]
    public void Faults_never_repeat_a_value(string json)
    {
        string[] texts;
        try
        {
            var parsed = MessageParser.ParseMessage(QueueMessages.Utf8(json));
            texts = [.. parsed.Inputs.SelectMany(input => input.Faults).SelectMany(fault => new[] { fault.Pointer, fault.Detail })];
        }
        catch (InvalidMessageException exception)
        {
            texts = [exception.ToString(), exception.Fault.Pointer, exception.Fault.Detail];
        }

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase));
    }
}
