using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalHost.Http;

/// <summary>Maps the HTTP functions, and the root, which answers as the real host's does.</summary>
internal static class HttpFunctionRoutes
{
    public static void MapFunctions(this IEndpointRouteBuilder routes, IReadOnlyList<HttpFunction> functions)
    {
        foreach (var function in functions)
        {
            var endpoint = ActivatorUtilities.CreateInstance<HttpFunctionEndpoint>(routes.ServiceProvider, function);
            _ = function.Methods.Count == 0
                ? routes.Map(function.Route, endpoint.HandleAsync)
                : routes.MapMethods(function.Route, function.Methods, endpoint.HandleAsync);
        }

        routes.MapGet("/", context => context.Response.WriteAsync("Your function app is up and running.", context.RequestAborted));
    }
}
