using Functions.Tests.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.LocalHost.Http;

public sealed class EchoFunctions(ScopedService scoped)
{
    [Function(nameof(Open))]
    public static IResult Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "open")] HttpRequest request) =>
        TypedResults.Text($"open{request.QueryString}");

    [Function(nameof(PostAsync))]
    public static async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "users/batch")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        return TypedResults.Text(await reader.ReadToEndAsync(cancellationToken), statusCode: StatusCodes.Status207MultiStatus);
    }

    [Function(nameof(Batch))]
    public static IResult Batch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "%Folder%/{id}/{number:int?}")] HttpRequest request, Guid id, int? number) =>
        TypedResults.Text($"{request.Method} {id} {number}");

    [Function(nameof(Admin))]
    public static IResult Admin([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) => TypedResults.Text(request.Method);

    [Function(nameof(Throws))]
    public static Task Throws([HttpTrigger(AuthorizationLevel.Anonymous, Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException($"the secret of {request.Path}");

    [Function(nameof(Scope))]
    public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, Route = "scope")] HttpRequest request) =>
        TypedResults.Text($"{scoped.Id} {request.HttpContext.RequestAborted.CanBeCanceled}");
}
