using Fuzzing;

namespace HubSpotUsers.Tests.Messages;

/// <summary>Damaged messages keep the promises that hold of any message under the fuzzer, too.</summary>
public sealed class MessageFuzzTests
{
    private const int Messages = 4000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_damaged_message_is_refused_or_read_with_every_input(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Messages; round++)
        {
            var body = DamagedMessages.Next(random);

            var fault = Record.Exception(() => MessageTarget.Run(body));

            Assert.True(fault is null, $"Seed {seed}, message {round}, {Convert.ToBase64String(body)}: {fault}");
        }
    }
}
