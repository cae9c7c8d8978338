using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Throws.</summary>
public static class Fail
{
    [Function(nameof(Fail))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fail")] HttpRequest request) =>
        throw new InvalidOperationException($"{request.Path} always fails.");
}
