using Microsoft.AspNetCore.Http;

namespace Api.Responses;

/// <summary>Addresses of the API for the caller of one of its operations.</summary>
internal static class ApiAddress
{
    /// <summary>Gives the address of a path of the API, as in <c>/api/requests/…</c>: the host decides what stands before every function's route.</summary>
    /// <param name="request">A request to an operation on users or on poison.</param>
    /// <param name="path">The path, from the slash on.</param>
    public static string Of(HttpRequest request, string path)
    {
        var own = request.PathBase.Add(request.Path).Value ?? string.Empty;
        var end = Math.Max(own.LastIndexOf("/users/", StringComparison.OrdinalIgnoreCase), own.LastIndexOf("/poison/", StringComparison.OrdinalIgnoreCase));
        return end < 0 ? path : own[..end] + path;
    }
}
