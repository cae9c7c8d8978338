namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for every HTTP request that fits its route and methods. The parameter is an ASP.NET Core <c>HttpRequest</c>.</summary>
/// <param name="authLevel">What the caller must present.</param>
/// <param name="methods">The HTTP methods; none means all.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>What the caller must present.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The HTTP methods; empty means all.</summary>
    public string[] Methods { get; } = methods;

    /// <summary>The route below the prefix of host.json; the function's name by default.</summary>
    public string? Route { get; set; }
}
