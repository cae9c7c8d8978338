using System.Text.Json.Nodes;
using LocalHost.Configuration;
using LocalHost.Rpc;

namespace LocalHost.Functions;

/// <summary>What starts a function.</summary>
/// <param name="Parameter">The name of the parameter that takes what started it.</param>
internal abstract record Trigger(string Parameter);

/// <summary>An HTTP request.</summary>
/// <param name="Parameter">The name of the parameter that takes it.</param>
/// <param name="Route">The path below the route prefix.</param>
/// <param name="Methods">The HTTP methods; empty means all.</param>
/// <param name="Level">What the caller must present.</param>
internal sealed record HttpTrigger(string Parameter, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level) : Trigger(Parameter);

/// <summary>A message of a storage queue.</summary>
/// <param name="Parameter">The name of the parameter that takes it.</param>
/// <param name="Queue">The queue's name.</param>
/// <param name="Connection">The name of the connection.</param>
internal sealed record QueueTrigger(string Parameter, string Queue, string Connection) : Trigger(Parameter);

/// <summary>A schedule.</summary>
/// <param name="Parameter">The name of the parameter that takes when it ran.</param>
/// <param name="Schedule">Six fields (second minute hour day month weekday), or an interval.</param>
/// <param name="RunOnStartup">Whether it also runs when the host starts.</param>
internal sealed record TimerTrigger(string Parameter, string Schedule, bool RunOnStartup) : Trigger(Parameter);

/// <summary>What a caller must present.</summary>
internal enum AuthorizationLevel
{
    Anonymous,
    Function,
    Admin,
}

/// <summary>A function of the app.</summary>
/// <param name="Id">The worker's id of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">What starts it.</param>
internal sealed record FunctionDefinition(string Id, string Name, Trigger Trigger)
{
    private const string DefaultConnection = "AzureWebJobsStorage";

    /// <summary>Reads what the worker says of a function; what this host does not know is a fault.</summary>
    public static FunctionDefinition? Read(RpcFunctionMetadata metadata, SettingNames names, StartFaults faults)
    {
        Trigger? trigger = null;
        foreach (var binding in metadata.RawBindings.Select(raw => JsonNode.Parse(raw)!))
        {
            var type = (string?)binding["type"] ?? string.Empty;
            if (type is "http")
            {
                continue;
            }

            trigger = ReadTrigger(type, binding, metadata.Name, names);
            if (trigger is null)
            {
                faults.Add($"Function {metadata.Name}: this host does not know the binding '{type}', only httpTrigger, queueTrigger, timerTrigger and http.");
                return null;
            }
        }

        if (trigger is null)
        {
            faults.Add($"Function {metadata.Name} has no trigger.");
            return null;
        }

        return new FunctionDefinition(metadata.FunctionId, metadata.Name, trigger);
    }

    private static Trigger? ReadTrigger(string type, JsonNode binding, string function, SettingNames names)
    {
        var parameter = (string)binding["name"]!;
        string Text(string field, string otherwise = "") => (string?)binding[field] is { Length: > 0 } text ? names.Resolve(text, function) : otherwise;

        return type switch
        {
            "httpTrigger" => new HttpTrigger(
                parameter,
                Text("route", function),
                [.. (binding["methods"]?.AsArray() ?? []).Select(method => ((string)method!).ToUpperInvariant())],
                Enum.TryParse<AuthorizationLevel>(Text("authLevel"), ignoreCase: true, out var level) ? level : AuthorizationLevel.Function),
            "queueTrigger" => new QueueTrigger(parameter, Text("queueName"), Text("connection", DefaultConnection)),
            "timerTrigger" => new TimerTrigger(parameter, Text("schedule"), (bool?)binding["runOnStartup"] ?? false),
            _ => null,
        };
    }
}
