using System.Reflection;
using Azure.Storage.Queues.Models;
using LocalHost.Configuration;
using LocalHost.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace LocalHost.Queues;

/// <summary>Makes queue functions from annotated methods.</summary>
internal sealed class QueueFunctionBinder(MethodBinder methods, SettingNames names, StorageConnections connections)
{
    public QueueFunction Bind(string name, MethodInfo method, QueueTriggerAttribute trigger)
    {
        var queueName = names.Resolve(trigger.QueueName, name);
        var service = connections.Queues(trigger.Connection, name);

        return new(
            name,
            methods.Bind<QueueMessage>(name, method, Argument),
            service.GetQueueClient(queueName),
            service.GetQueueClient($"{queueName}-poison"));
    }

    private static ArgumentSource<QueueMessage>? Argument(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(QueueTriggerAttribute), inherit: false) ? MessageArgument.Of(parameter.ParameterType) : null;
}
