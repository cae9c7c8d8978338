using LocalHost.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LocalHost.Http;

/// <summary>A function that answers HTTP requests.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">What to call.</param>
/// <param name="Route">The whole path, host.json's prefix included, beginning with a slash.</param>
/// <param name="Methods">The HTTP methods; empty means all.</param>
/// <param name="Level">What the caller must present.</param>
internal sealed record HttpFunction(
    string Name,
    FunctionMethod<HttpContext> Method,
    string Route,
    IReadOnlyList<string> Methods,
    AuthorizationLevel Level);
