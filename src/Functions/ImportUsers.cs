using Api.Importing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Puts the users of a file onto the queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class ImportUsers(UserImportEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/users/import</c>.</summary>
    [Function(nameof(ImportUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "users/import")] HttpRequest request) =>
        endpoint.ImportAsync(request);
}
