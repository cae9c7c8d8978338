using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.OpenApi;

/// <summary>Answers <c>GET /api/openapi.json</c>: what the API does.</summary>
public sealed class OpenApiEndpoint
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<byte[]> _document = new(Write);

    /// <summary>Gives the document.</summary>
    /// <param name="request">The request.</param>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(
        request,
        () => Task.FromResult<IResult>(new ApiResult(StatusCodes.Status200OK, ApiResult.JsonType, _document.Value) { IsFinal = true }));

    private static byte[] Write()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Readable))
        {
            OpenApiDocument.Create().WriteTo(writer);
        }

        text.Write(Encoding.UTF8.GetBytes("\n"));
        return text.ToArray();
    }
}
