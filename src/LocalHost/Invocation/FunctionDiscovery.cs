using System.Reflection;
using LocalHost.Configuration;
using LocalHost.Http;
using LocalHost.Queues;
using LocalHost.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace LocalHost.Invocation;

/// <summary>Finds the functions of an app: its public methods with a <see cref="FunctionAttribute"/>.</summary>
internal sealed class FunctionDiscovery(
    QueueFunctionBinder queues, HttpFunctionBinder http, TimerFunctionBinder timers, StartFaults faults)
{
    private readonly List<QueueFunction> _queues = [];
    private readonly List<HttpFunction> _http = [];
    private readonly List<TimerFunction> _timers = [];

    public static FunctionDiscovery Create(IConfiguration settings, string routePrefix, bool usesAspNetCore, StartFaults faults)
    {
        var methods = new MethodBinder(faults);
        var names = new SettingNames(settings, faults);

        return new(
            new QueueFunctionBinder(methods, names, new StorageConnections(settings, faults)),
            new HttpFunctionBinder(methods, names, routePrefix, usesAspNetCore, faults),
            new TimerFunctionBinder(methods, names, faults),
            faults);
    }

    public FunctionCatalog Discover(IEnumerable<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(function => function.Name is not null)
            .ToList();

        foreach (var duplicate in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            faults.Add($"Function {duplicate.Key}: {duplicate.Count()} functions have this name.");
        }

        foreach (var (method, name) in functions)
        {
            Bind(name!, method);
        }

        return new(_queues, _http, _timers);
    }

    private void Bind(string name, MethodInfo method)
    {
        var triggers = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()).Where(IsTrigger).ToList();
        if (triggers is not [var trigger])
        {
            faults.Add($"Function {name}: it has {triggers.Count} triggers but must have one.");
            return;
        }

        switch (trigger)
        {
            case QueueTriggerAttribute queue:
                _queues.Add(queues.Bind(name, method, queue));
                break;
            case HttpTriggerAttribute request:
                _http.Add(http.Bind(name, method, request));
                break;
            case TimerTriggerAttribute timer:
                _timers.Add(timers.Bind(name, method, timer));
                break;
        }
    }

    private static bool IsTrigger(Attribute attribute) => attribute is QueueTriggerAttribute or HttpTriggerAttribute or TimerTriggerAttribute;
}
