using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using LocalHost.Invocation;

namespace LocalHost.Queues;

/// <summary>A function that runs for each message of a queue.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">What to call.</param>
/// <param name="Queue">The queue listened to.</param>
/// <param name="PoisonQueue">Where messages go that keep failing.</param>
internal sealed record QueueFunction(string Name, FunctionMethod<QueueMessage> Method, QueueClient Queue, QueueClient PoisonQueue);
