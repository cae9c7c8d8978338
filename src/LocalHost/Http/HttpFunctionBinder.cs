using System.Reflection;
using LocalHost.Configuration;
using LocalHost.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace LocalHost.Http;

/// <summary>Makes HTTP functions from annotated methods.</summary>
internal sealed class HttpFunctionBinder(MethodBinder methods, SettingNames names, string routePrefix, bool usesAspNetCore, StartFaults faults)
{
    public HttpFunction Bind(string name, MethodInfo method, HttpTriggerAttribute trigger)
    {
        if (!usesAspNetCore)
        {
            faults.Add($"Function {name}: HTTP functions need ConfigureFunctionsWebApplication() on the builder.");
        }

        var route = $"/{routePrefix}/{names.Resolve(trigger.Route ?? name, name)}".Replace("//", "/", StringComparison.Ordinal);
        var routeValues = RouteValues(name, route);

        return new(
            name,
            methods.Bind<HttpContext>(name, method, parameter => Argument(parameter, routeValues), typeof(IResult)),
            route,
            trigger.Methods,
            trigger.AuthLevel);
    }

    private List<string> RouteValues(string name, string route)
    {
        try
        {
            return [.. RoutePatternFactory.Parse(route).Parameters.Select(parameter => parameter.Name)];
        }
        catch (RoutePatternException exception)
        {
            faults.Add($"Function {name}: the route '{route}' cannot be used: {exception.Message}");
            return [];
        }
    }

    private static ArgumentSource<HttpContext>? Argument(ParameterInfo parameter, List<string> routeValues)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
        {
            return (context, _) => context.Request;
        }

        return routeValues.Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase)
            ? RouteValueArgument.Of(parameter.Name!, parameter.ParameterType)
            : null;
    }
}
