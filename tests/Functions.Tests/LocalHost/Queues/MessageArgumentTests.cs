using Azure.Storage.Queues.Models;
using LocalHost.Queues;

namespace Functions.Tests.LocalHost.Queues;

public sealed class MessageArgumentTests
{
    private static readonly QueueMessage Message = StoredMessage.Delivered("""{ "name": "Ada" }""");

    [Fact]
    public void A_message_is_given_as_it_is() => Assert.Same(Message, Argument<QueueMessage>());

    [Fact]
    public void Binary_data_is_the_body() => Assert.Equal(Message.Body.ToArray(), Argument<BinaryData>().ToArray());

    [Fact]
    public void A_string_is_the_text_of_the_body() => Assert.Equal("""{ "name": "Ada" }""", Argument<string>());

    [Fact]
    public void A_class_is_read_from_JSON() => Assert.Equal(new Person("Ada"), Argument<Person>());

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof(Stream))]
    [InlineData(typeof(DateTime))]
    public void Other_types_are_not_supported(Type type) => Assert.Null(MessageArgument.Of(type));

    private static T Argument<T>() => Assert.IsType<T>(MessageArgument.Of(typeof(T))!(Message, CancellationToken.None));

    private sealed record Person(string Name);
}
