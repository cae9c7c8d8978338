using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class AssociationTests
{
    private const string Types = """[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]""";

    [Fact]
    public void A_complete_association_is_taken()
    {
        var input = Read("""[{"to":{"id":"101"},"types":[{"associationCategory":"USER_DEFINED","associationTypeId":7},{"associationCategory":"WORK","associationTypeId":8}]}]""");

        var association = Assert.Single(input.User!.Associations);
        Assert.Equal(new ObjectId("101"), association.To);
        Assert.Equal([new AssociationSpec("USER_DEFINED", 7), new AssociationSpec("WORK", 8)], association.Types);
    }

    [Fact]
    public void Names_are_taken_in_any_case_and_the_kind_as_text()
    {
        var input = Read("""[{"To":{"Id":"101"},"TYPES":[{"AssociationCategory":"WORK","associationtypeid":"8"}]}]""");

        var association = Assert.Single(input.User!.Associations);
        Assert.Equal(new ObjectId("101"), association.To);
        Assert.Equal([new AssociationSpec("WORK", 8)], association.Types);
    }

    [Theory]
    [InlineData($$$"""[{"to":{"id":"1"},"To":{"id":"2"},"types":{{{Types}}}}]""", "/associations/0/to")]
    [InlineData($$$"""[{"to":{"id":"1","ID":"2"},"types":{{{Types}}}}]""", "/associations/0/to/id")]
    [InlineData($$"""[{"to":{"id":"1"},"types":{{Types}},"Types":[]}]""", "/associations/0/types")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":1,"AssociationTypeId":2}]}]""", "/associations/0/types/0/associationTypeId")]
    public void A_name_twice_in_different_case_is_a_fault(string associations, string pointer)
    {
        var input = Read(associations);

        Assert.Null(input.User);
        Assert.Equal((pointer, true), (Assert.Single(input.Faults).Pointer, input.Faults[0].Detail.Contains("twice", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_id_of_a_record_may_be_a_number()
    {
        var input = Read($$$"""[{"to":{"id":101},"types":{{{Types}}}}]""");

        Assert.Equal("101", input.User!.Associations[0].To.Id);
    }

    [Theory]
    [InlineData("{}", "/associations")]
    [InlineData("[7]", "/associations/0")]
    [InlineData($$$"""[{"types":{{{Types}}}}]""", "/associations/0/to")]
    [InlineData($$$"""[{"to":"101","types":{{{Types}}}}]""", "/associations/0/to")]
    [InlineData($$$"""[{"to":{},"types":{{{Types}}}}]""", "/associations/0/to/id")]
    [InlineData($$$"""[{"to":{"id":""},"types":{{{Types}}}}]""", "/associations/0/to/id")]
    [InlineData($$$"""[{"to":{"id":1.5},"types":{{{Types}}}}]""", "/associations/0/to/id")]
    [InlineData($$$"""[{"to":{"id":true},"types":{{{Types}}}}]""", "/associations/0/to/id")]
    [InlineData($$$"""[{"to":{"id":"\ud800"},"types":{{{Types}}}}]""", "/associations/0/to/id")]
    [InlineData($$$"""[{"to":{"id":"1","extra":1},"types":{{{Types}}}}]""", "/associations/0/to/extra")]
    [InlineData($$"""[{"to":{"id":"1"},"types":{{Types}},"extra":1}]""", "/associations/0/extra")]
    [InlineData("""[{"to":{"id":"1"}}]""", "/associations/0/types")]
    [InlineData("""[{"to":{"id":"1"},"types":[]}]""", "/associations/0/types")]
    [InlineData("""[{"to":{"id":"1"},"types":{}}]""", "/associations/0/types")]
    [InlineData("""[{"to":{"id":"1"},"types":[7]}]""", "/associations/0/types/0")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationTypeId":1}]}]""", "/associations/0/types/0/associationCategory")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"work","associationTypeId":1}]}]""", "/associations/0/types/0/associationCategory")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"WORK"}]}]""", "/associations/0/types/0/associationTypeId")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":"1.0"}]}]""", "/associations/0/types/0/associationTypeId")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":" 1"}]}]""", "/associations/0/types/0/associationTypeId")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":1.5}]}]""", "/associations/0/types/0/associationTypeId")]
    [InlineData("""[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":2147483648}]}]""", "/associations/0/types/0/associationTypeId")]
    public void An_incomplete_association_is_named_by_its_pointer(string associations, string pointer)
    {
        var input = Read(associations);

        Assert.Null(input.User);
        Assert.Equal(pointer, Assert.Single(input.Faults).Pointer);
    }

    private static ParsedInput Read(string associations) =>
        MessageParser.ParseMessage(QueueMessages.Utf8($$$"""{"properties":{"a":"1"},"associations":{{{associations}}}}""")).Inputs[0];
}
