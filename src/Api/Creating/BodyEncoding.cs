using System.IO.Compression;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Creating;

/// <summary>Reads bodies as they are, or unpacks them.</summary>
internal static class BodyEncoding
{
    /// <summary>Opens the body of a request.</summary>
    /// <exception cref="RefusedException">It is compressed otherwise than by gzip.</exception>
    public static Stream Open(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "" or "identity" => request.Body,
#pragma warning disable CA2000 // It is disposed with the response.
        "gzip" or "x-gzip" => Unpack(request),
#pragma warning restore CA2000
        _ => throw RefusedException.UnsupportedMediaType("Send the body as it is, or compressed by gzip."),
    };

    private static GZipStream Unpack(HttpRequest request)
    {
        var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        request.HttpContext.Response.RegisterForDispose(unpacked);
        return unpacked;
    }
}
