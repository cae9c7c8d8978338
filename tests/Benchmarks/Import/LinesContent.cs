using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Benchmarks.Import;

/// <summary>A CSV file that is written while it is sent, so that it has no length and is never in memory as a whole.</summary>
internal sealed class LinesContent : HttpContent
{
    private readonly int _lines;

    public LinesContent(int lines)
    {
        _lines = lines;
        Headers.ContentType = new MediaTypeHeaderValue("text/csv", "utf-8");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 * 1024, leaveOpen: true);
        await text.WriteAsync("hs_email,hs_given_name,hs_job_title\n");
        for (var line = 0; line < _lines; line++)
        {
            await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"user.{line}.{_lines}@example.com,\"Zoë {line}\",Team lead\n"));
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
