using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// The queue of the app's own work: <c>&lt;queue&gt;-tasks</c>. A message on it survives every process, so work that outlives an invocation
/// goes on from message to message.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
internal sealed class TaskQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options)
{
    /// <summary>What follows the name of the queue of user messages.</summary>
    public const string Suffix = "-tasks";

    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name + Suffix));

    /// <summary>Sends a message.</summary>
    /// <param name="message">The work.</param>
    /// <param name="delay">How long it waits; storage counts in whole seconds.</param>
    internal Task SendAsync(TaskMessage message, TimeSpan delay = default) => _sender.SendAsync(
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, TaskJson.Plain.TaskMessage)),
        TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)),
        TimeToLive.Unlimited);
}

/// <summary>A message of the queue of tasks: one of its parts.</summary>
internal sealed record TaskMessage
{
    /// <summary>A slice of a task over the poison queue.</summary>
    public PoisonSlice? Poison { get; init; }

    /// <summary>A look whether the operator's pause is over.</summary>
    public ResumeLook? Resume { get; init; }

    /// <summary>Reads a message; null when it is none of these.</summary>
    public static TaskMessage? Read(BinaryData body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.ToMemory().Span, TaskJson.Default.TaskMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A slice of a task over the poison queue: as much as one invocation does.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Number">Which slice it is, from 0. One that the task's row has passed has been followed by the next.</param>
/// <param name="Inputs">The corrected inputs, as in an envelope: they are personal data, and so stay on queues. Null for other tasks.</param>
/// <param name="Erasure">Who is erased, and how far that is; null for other tasks.</param>
internal sealed record PoisonSlice(string TaskId, int Number, JsonElement? Inputs = null, Erasure? Erasure = null);

/// <summary>A look whether the operator's pause is over.</summary>
/// <param name="Watch">The watch that it is one of: there should be one at a time.</param>
/// <param name="Idle">How many looks in a row found nothing to wait for.</param>
internal sealed record ResumeLook(Guid Watch, int Idle);

/// <summary>Source-generated JSON of the queue of tasks.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskMessage))]
internal sealed partial class TaskJson : JsonSerializerContext
{
    /// <summary>Writes letters of all scripts as they are: escaped, users that fit into a message would not.</summary>
    public static TaskJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
