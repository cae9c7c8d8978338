using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HubSpotUsers;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;

namespace Api.Queueing;

/// <summary>Packs the users of a request into queue messages, always the same ones for the same users.</summary>
/// <param name="requestId">The request.</param>
/// <param name="traceParent">The trace context of the request; null when there is none.</param>
/// <param name="producer">
/// The producer's own identity of the users, which they keep: their messages are envelopes with the positions they have in the request. Null
/// gives each message an id made of the request's.
/// </param>
internal sealed class MessagePacker(string requestId, string? traceParent, ProducerSource? producer = null)
{
    /// <summary>A message becomes a batch as it is.</summary>
    public const int MaxInputs = QueuedSource.MaxInputs;

    /// <summary>Room for everything in a message that is not users.</summary>
    private const int Overhead = 512;

    /// <summary>Room for the position of a user.</summary>
    private const int IndexLength = 20;

    private const int MaxBytes = MessageParser.MaxMessageBytes - Overhead;

    /// <summary>The list of the users that are in no message yet, as JSON without its end.</summary>
    private readonly ArrayBufferWriter<byte> _users = new(MessageParser.MaxMessageBytes);
    private int _count;

    /// <summary>How many users were packed.</summary>
    public int Inputs { get; private set; }

    /// <summary>How many messages were made.</summary>
    public int Messages { get; private set; }

    /// <summary>Writes a user as a message holds it; null when no message has room for it.</summary>
    public static byte[]? Write(UserInput user)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(user, HubSpotJson.Tolerant.UserInput);
        return json.Length <= MessageParser.MaxInputBytes ? json : null;
    }

    /// <summary>Adds a user.</summary>
    /// <param name="json">The user, as <see cref="Write"/> gave it.</param>
    /// <returns>The message that was full without it; null while there is room.</returns>
    public BinaryData? Add(byte[] json)
    {
        var full = _count == MaxInputs || (_count > 0 && _users.WrittenCount + json.Length + IndexLength > MaxBytes) ? Flush() : null;
        _users.Write(_count is 0 ? "["u8 : ","u8);
        if (producer is null)
        {
            _users.Write(json);
        }
        else
        {
            _users.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{Inputs + _count},")));
            _users.Write(json.AsSpan(1));
        }

        _count++;
        return full;
    }

    /// <summary>
    /// Makes the message of a user that has an identity of its own: the ledger knows it by that on every way in. For a packer that was flushed.
    /// </summary>
    /// <param name="json">The user, as <see cref="Write"/> gave it.</param>
    /// <param name="own">Its identity.</param>
    /// <param name="line">Its line in the file.</param>
    public BinaryData Pack(byte[] json, ProducerSource own, int line)
    {
        _users.Write("[{\"index\":0,"u8);
        _users.Write(json.AsSpan(1));
        _count = 1;
        return Make(own with { Line = new RequestLine(new QueuedSource(requestId, Inputs, 1).ToId(json), line) });
    }

    /// <summary>Gives the message of the users that are in none yet; null when there are none.</summary>
    public BinaryData? Flush() => _count is 0 ? null : Make(producer);

    private BinaryData Make(ProducerSource? source)
    {
        var id = new QueuedSource(requestId, Inputs, _count).ToId(_users.WrittenSpan[1..]);
        _users.Write("]"u8);
        var message = new ArrayBufferWriter<byte>(_users.WrittenCount + Overhead);
        using (var writer = new Utf8JsonWriter(message))
        {
            writer.WriteStartObject();
            if (source is null)
            {
                writer.WriteString("id"u8, id);
            }
            else
            {
                source.Write(writer);
            }

            if (traceParent is not null)
            {
                writer.WriteString("traceparent"u8, traceParent);
            }

            writer.WritePropertyName("inputs"u8);
            writer.WriteRawValue(_users.WrittenSpan, skipInputValidation: true);
            writer.WriteEndObject();
        }

        Inputs += _count;
        Messages++;
        _count = 0;
        _users.ResetWrittenCount();
        return BinaryData.FromBytes(message.WrittenMemory);
    }
}
