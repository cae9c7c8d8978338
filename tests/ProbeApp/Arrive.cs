using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Writes to the console when the first and the last byte of a body have come, with the query's <c>id</c>, and responds with their number.</summary>
public static class Arrive
{
    [Function(nameof(Arrive))]
    public static async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "arrive")] HttpRequest request, CancellationToken cancellationToken)
    {
        var id = request.Query["id"];
        var count = await RequestBody.CountAsync(request, () => Console.WriteLine($"first bytes {id}".TrimEnd()), cancellationToken);
        Console.WriteLine($"last byte {id}".TrimEnd());
        return TypedResults.Ok(count);
    }
}
