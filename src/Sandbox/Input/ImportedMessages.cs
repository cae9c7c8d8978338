using System.Text;
using System.Text.Json;
using Api.Queueing;
using History;
using HubSpotUsers;
using HubSpotUsers.Files;

namespace Sandbox.Input;

/// <summary>The messages that an import makes of a file: always the same for the same request, users and order.</summary>
internal static class ImportedMessages
{
    /// <summary>Makes them.</summary>
    /// <param name="requestId">The request of the import.</param>
    /// <param name="file">The file, with the account's properties. Faulty and blank lines are in no message.</param>
    /// <returns>The messages; of a user with an id of its own the user alone, under that id.</returns>
    public static async Task<IReadOnlyList<SentMessage>> OfAsync(string requestId, UserFile file)
    {
        var (messages, packer) = (new List<SentMessage>(), new MessagePacker(requestId, traceParent: null));
        while (await file.NextAsync() is { } row)
        {
            if (row.Traced is not { } user || MessagePacker.Write(user) is not { } json)
            {
                continue;
            }

            if (row.Id is { } id)
            {
                Add(messages, packer.Flush());
                packer.Pack(json, new ProducerSource(SourceId.OfProducer(id), DateTimeOffset.UnixEpoch), row.Line);
                messages.Add(new SentMessage(id, Encoding.UTF8.GetString(json)));
            }
            else
            {
                Add(messages, packer.Add(json));
            }
        }

        Add(messages, packer.Flush());
        return messages;
    }

    private static void Add(List<SentMessage> messages, BinaryData? message)
    {
        if (message is not null)
        {
            messages.Add(new SentMessage(JsonElement.Parse(message.ToMemory().Span).GetProperty("id").GetString()!, message.ToString()));
        }
    }
}
