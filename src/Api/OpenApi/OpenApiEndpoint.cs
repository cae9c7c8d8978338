using System.Text;
using Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Handles <c>GET /api/openapi.json</c>: what the API does.</summary>
public sealed class OpenApiEndpoint
{
    private readonly Lazy<byte[]> _document = new(Write);

    /// <summary>Gives the document.</summary>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(
        request,
        () => Task.FromResult<IResult>(new ApiResult(StatusCodes.Status200OK, ApiResult.JsonType, _document.Value) { IsFinal = true }));

    private static byte[] Write()
    {
        using var text = new StringWriter { NewLine = "\n" };
        ApiDocument.Create().SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes($"{text}\n");
    }
}
