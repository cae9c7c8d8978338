using System.Globalization;
using Api.Queueing;
using HubSpotUsers.Files;

namespace Testing.Drivers;

/// <summary>The messages that a file must have become: always the same for the same users.</summary>
internal static class ImportedMessages
{
    /// <summary>Reads the file as an import does.</summary>
    /// <param name="requestId">The request that imported it.</param>
    /// <param name="file">The file.</param>
    /// <param name="options">How it was read.</param>
    /// <returns>The source id of each message, and its body.</returns>
    public static async Task<IReadOnlyList<(string SourceId, string Body)>> OfAsync(string requestId, Stream file, UserFileOptions options)
    {
        using var users = await UserFile.OpenAsync(file, options, catalog: null);
        var (packer, messages) = (new MessagePacker(requestId, traceParent: null), new List<BinaryData?>());
        while (await users.NextAsync() is { } row)
        {
            if (row.User is { } user)
            {
                messages.Add(packer.Add(MessagePacker.Write(user with { ObjectWriteTraceId = string.Create(CultureInfo.InvariantCulture, $"line-{row.Line}") })!));
            }
        }

        messages.Add(packer.Flush());
        return [.. messages.OfType<BinaryData>().Select(message => (System.Text.Json.JsonElement.Parse(message.ToMemory().Span).GetProperty("id").GetString()!, message.ToString()))];
    }
}
