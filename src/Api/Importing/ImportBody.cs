using System.Net.Http.Headers;
using Api.Creating;
using Api.Responses;
using HubSpotUsers.Files;
using Microsoft.AspNetCore.Http;

namespace Api.Importing;

/// <summary>The file in the body of an import: the body itself, or the one file of a form.</summary>
/// <param name="Content">The file.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Charset">The charset it is declared to be in; null when it is not.</param>
internal sealed record ImportBody(Stream Content, UserFileKind Kind, string? Charset)
{
    private const string Form = "multipart/form-data";

    private FormFiles? _form;
    private const int MaxBoundaryLength = 200;

    /// <summary>Whether another file follows this one, once it has been read to its end.</summary>
    public async Task<bool> HasMoreAsync() => _form is not null && await _form.NextAsync() is not null;

    /// <summary>Opens the file of a request.</summary>
    /// <param name="maxBytes">The most bytes it may have, unpacked.</param>
    /// <exception cref="RefusedException">It is of a type that is not taken.</exception>
    public static async Task<ImportBody> OpenAsync(HttpRequest request, long maxBytes)
    {
        BoundedBody.Unbound(request);
#pragma warning disable CA2000 // It only reads from the body, which is the server's.
        var body = new BoundedStream(BodyEncoding.Open(request), maxBytes);
#pragma warning restore CA2000
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw NotTaken();
        }

        return string.Equals(type.MediaType, Form, StringComparison.OrdinalIgnoreCase) ? await OfFormAsync(type, body) : await OfAsync(body, type, name: null);
    }

    /// <summary>Reads on to the file of a form; fields before it are passed over.</summary>
    private static async Task<ImportBody> OfFormAsync(MediaTypeHeaderValue type, Stream body)
    {
        var boundary = type.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, "boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
        if (boundary is not { Length: > 0 and <= MaxBoundaryLength })
        {
            throw NotTaken();
        }

        var form = new FormFiles(boundary, body);
        return await form.NextAsync() is { } file
            ? (await OfAsync(file.Content, file.Type, file.Name)) with { _form = form }
            : throw RefusedException.BadRequest([new(string.Empty, "The form has no file. Send one, as curl does with -F file=@users.csv.")]);
    }

    private static async Task<ImportBody> OfAsync(Stream content, MediaTypeHeaderValue? type, string? name)
    {
        if ((UserFileKinds.OfName(name) ?? UserFileKinds.OfType(type?.MediaType)) is not { } declared)
        {
            throw NotTaken();
        }

        var (kind, body) = await UserFileKinds.LookAsync(content, declared);
        return new ImportBody(body, kind, type?.CharSet?.Trim('"'));
    }

    private static RefusedException NotTaken() => RefusedException.UnsupportedMediaType($"Send the users as {UserFileKinds.Taken}.");
}
