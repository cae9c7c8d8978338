namespace Testing.Fakes;

/// <summary>A body whose connection breaks after some bytes.</summary>
internal sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Position == Length ? throw new IOException("The connection broke.") : base.ReadAsync(buffer, cancellationToken);
}
