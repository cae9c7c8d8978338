using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Cli.Files;

namespace Cli.Sending;

/// <summary>
/// A file as a body: packed, and in chunks as it is read, so that the app queues its first users while the last are still on their way. It can
/// be sent again from its beginning.
/// </summary>
internal sealed class FileUpload : HttpContent
{
    /// <summary>What Azure Functions takes; a larger body is an empty 500.</summary>
    private const long MaxBytes = 104_857_600;

    private const int ChunkBytes = 64 * 1024;

    private readonly LocalFile _file;
    private readonly Action<long> _sent;

    /// <summary>Makes the body.</summary>
    /// <param name="sent">Takes how many bytes of the file have been sent.</param>
    public FileUpload(LocalFile file, Action<long> sent)
    {
        (_file, _sent) = (file, sent);
        Headers.ContentType = new MediaTypeHeaderValue(file.MediaType) { CharSet = file.How.Charset };
        Headers.ContentEncoding.Add("gzip");
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var body = _file.File.OpenRead();
        var counted = new CountedStream(stream);
        await using var packed = new GZipStream(counted, CompressionLevel.Fastest, leaveOpen: true);
        var chunk = new byte[ChunkBytes];
        for (int read; (read = await body.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            await packed.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            if (counted.Written > MaxBytes)
            {
                throw new CliException(ExitCode.Usage, $"{_file.File.Name} is larger than Azure Functions takes in one request: 100 MiB, packed.", "Send its lines in several files.");
            }

            _sent(body.Position);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>Counts what goes to a stream that is another's.</summary>
    private sealed class CountedStream(Stream stream) : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return stream.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
