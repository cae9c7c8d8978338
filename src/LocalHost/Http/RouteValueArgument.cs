using System.Globalization;
using LocalHost.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalHost.Http;

/// <summary>Gives a value of the route to a function in the type its parameter asks for.</summary>
internal static class RouteValueArgument
{
    /// <summary>Gives the source of an argument of this type, or <see langword="null"/> when no route value can be one.</summary>
    public static ArgumentSource<HttpContext>? Of(string name, Type type)
    {
        Func<string, object>? convert = (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var target when target == typeof(string) => text => text,
            var target when target == typeof(int) => text => int.Parse(text, CultureInfo.InvariantCulture),
            var target when target == typeof(Guid) => text => Guid.Parse(text),
            _ => null,
        };

        return convert is null ? null : (context, _) => context.GetRouteValue(name) is string { Length: > 0 } text ? convert(text) : null;
    }
}
