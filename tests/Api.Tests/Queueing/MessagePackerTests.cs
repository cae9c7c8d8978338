using Api.Queueing;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;

namespace Api.Tests.Queueing;

public sealed class MessagePackerTests
{
    [Fact]
    public void Messages_hold_at_most_a_batch_and_say_by_their_ids_which_users_they_have()
    {
        var messages = Pack([.. Enumerable.Range(0, 250).Select(index => User(index, 10))]);

        var ids = messages.Select(message => MessageParser.ParseMessage(message.ToMemory()).Id!).ToList();
        Assert.Equal(
            [new QueuedSource("re.quest", 0, 100), new QueuedSource("re.quest", 100, 100), new QueuedSource("re.quest", 200, 50)],
            ids.Select(id => QueuedSource.Read("re.quest", id)));
    }

    [Fact]
    public void Messages_hold_no_more_than_a_queue_takes()
    {
        var messages = Pack([.. Enumerable.Range(0, 50).Select(index => User(index, 20_000))]);

        Assert.Equal(50, messages.Sum(message => MessageParser.ParseMessage(message.ToMemory()).Inputs.Count));
        Assert.All(messages, message => Assert.True(message.ToMemory().Length <= MessageParser.MaxMessageBytes));
    }

    [Fact]
    public void The_same_users_make_the_same_messages_and_others_make_others()
    {
        var users = Enumerable.Range(0, 150).Select(index => User(index, 10)).ToList();
        UserInput[] others = [User(7, 11), .. users.Skip(1)];

        Assert.Equal(Ids(users), Ids(users));
        Assert.NotEqual(Ids(users)[0], Ids(others)[0]);
    }

    [Fact]
    public void A_user_no_message_has_room_for_is_none()
    {
        Assert.Null(MessagePacker.Write(User(0, MessageParser.MaxMessageBytes)));
    }

    private static List<string> Ids(IEnumerable<UserInput> users) =>
        Pack([.. users]).ConvertAll(message => MessageParser.ParseMessage(message.ToMemory()).Id!);

    private static List<BinaryData> Pack(IReadOnlyList<UserInput> users)
    {
        var packer = new MessagePacker("re.quest", traceParent: null);
        List<BinaryData?> messages = [.. users.Select(user => packer.Add(MessagePacker.Write(user)!)), packer.Flush()];
        return [.. messages.OfType<BinaryData>()];
    }

    private static UserInput User(int number, int length) => new()
    {
        Associations = [],
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = $"{number}".PadRight(length, 'x') },
    };
}
