using System.Net.Http.Headers;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Api.Importing;

/// <summary>The files of a form, one after the other; what else is in it is passed over.</summary>
/// <param name="boundary">What stands between its parts.</param>
/// <param name="body">The form.</param>
internal sealed class FormFiles(string boundary, Stream body)
{
    private readonly MultipartReader _reader = new(boundary, body);

    /// <summary>Reads on to the next file; null at the end.</summary>
    /// <exception cref="InvalidFileException">The form is not as it says.</exception>
    public async Task<FormFile?> NextAsync()
    {
        while (await GuardedAsync(() => _reader.ReadNextSectionAsync()) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && (disposition.FileName ?? disposition.FileNameStar) is { } name)
            {
                return new FormFile(name.Trim('"'), MediaTypeHeaderValue.TryParse(section.ContentType, out var type) ? type : null, new Part(section.Body));
            }
        }

        return null;
    }

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException || exception.GetType() == typeof(IOException))
        {
            // A connection that breaks has an exception of its own.
            throw new InvalidFileException("The form is cut off, or its boundary is not the one that its Content-Type names.");
        }
    }

    private sealed class Part(Stream content) : ForwardStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await GuardedAsync(() => content.ReadAsync(buffer, cancellationToken).AsTask());
    }
}

/// <summary>A file of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is said to be; null when nothing is.</param>
/// <param name="Content">What is in it.</param>
internal sealed record FormFile(string Name, MediaTypeHeaderValue? Type, Stream Content);
