using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Opens with a function key.</summary>
public static class Locked
{
    [Function(nameof(Locked))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "locked")] HttpRequest request) =>
        TypedResults.Text($"opened {request.Path}");
}
