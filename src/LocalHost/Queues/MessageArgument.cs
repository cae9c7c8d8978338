using System.Text.Json;
using Azure.Storage.Queues.Models;
using LocalHost.Invocation;

namespace LocalHost.Queues;

/// <summary>Gives a queue message to a function in the form its parameter asks for.</summary>
internal static class MessageArgument
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Gives the source of an argument of this type, or <see langword="null"/> when no message can be one.</summary>
    public static ArgumentSource<QueueMessage>? Of(Type type)
    {
        if (type == typeof(QueueMessage))
        {
            return (message, _) => message;
        }

        if (type == typeof(BinaryData))
        {
            return (message, _) => message.Body;
        }

        if (type == typeof(string))
        {
            return (message, _) => message.Body.ToString();
        }

        return IsJsonClass(type) ? (message, _) => JsonSerializer.Deserialize(message.Body, type, Json) : null;
    }

    private static bool IsJsonClass(Type type) => type is { IsAbstract: false, IsPrimitive: false, IsEnum: false } && type.Namespace != nameof(System);
}
