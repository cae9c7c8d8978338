using System.IO.Compression;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Creating;

/// <summary>Reads bodies as they are, or unpacks them.</summary>
internal static class BodyEncoding
{
    /// <summary>Opens the body of a request.</summary>
    /// <exception cref="RefusedException">It is compressed otherwise than by gzip.</exception>
#pragma warning disable CA2000 // Nothing is left open: it only reads from the body, which is the server's.
    public static Stream Open(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "" or "identity" => request.Body,
        "gzip" or "x-gzip" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        _ => throw RefusedException.UnsupportedMediaType("Send the body as it is, or compressed by gzip."),
    };
#pragma warning restore CA2000
}
