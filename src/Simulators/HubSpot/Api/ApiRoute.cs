namespace Simulators.HubSpot.Api;

/// <summary>Which operation a method and path name, and for which record.</summary>
internal sealed record ApiRoute(Operation Operation, string UserId)
{
    private const string TokenInfoPath = "/oauth/v2/private-apps/get/access-token-info";

    private static readonly string[] PropertyPaths = ["/crm/v3/properties/users", "/crm/properties/2026-03/users"];
    private static readonly string[] Roots = ["/crm/v3/objects/users", "/crm/objects/2026-03/users"];

    /// <summary>The scope the operation needs; empty for none.</summary>
    public string Scope => Operation switch
    {
        Operation.BatchCreate => "crm.objects.users.write",
        Operation.TokenInfo => string.Empty,
        _ => "crm.objects.users.read",
    };

    public static ApiRoute Of(string method, string path)
    {
        if (path == TokenInfoPath)
        {
            return Only("POST", method, Operation.TokenInfo);
        }

        if (PropertyPaths.Contains(path, StringComparer.Ordinal))
        {
            return Only("GET", method, Operation.Properties);
        }

        var root = Array.Find(Roots, root => path == root || path.StartsWith(root + '/', StringComparison.Ordinal));
        return root is null ? new(Operation.UnknownPath, "") : Below(method, path[root.Length..].Trim('/'));
    }

    private static ApiRoute Below(string method, string rest) => rest switch
    {
        "batch/create" => Only("POST", method, Operation.BatchCreate),
        "batch/read" => Only("POST", method, Operation.BatchRead),
        "" => Only("GET", method, Operation.List),
        _ when rest.Contains('/', StringComparison.Ordinal) => new(Operation.UnknownPath, ""),
        _ => Only("GET", method, Operation.Get, Uri.UnescapeDataString(rest)),
    };

    private static ApiRoute Only(string allowed, string method, Operation operation, string userId = "") =>
        method == allowed ? new(operation, userId) : new(Operation.UnknownMethod, "");
}
