using System.IO.Pipelines;
using System.Net;

namespace Testing.Fakes;

/// <summary>A body that begins and never ends.</summary>
internal sealed class DrippingContent : HttpContent
{
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pipe _body = new();

    public Task Began => _began.Task;

    protected override async Task<Stream> CreateContentReadStreamAsync()
    {
        await _body.Writer.WriteAsync("{\"status\":"u8.ToArray());
        _began.TrySetResult();
        return _body.Reader.AsStream();
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        await (await CreateContentReadStreamAsync()).CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
