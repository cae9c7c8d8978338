using System.Buffers;

namespace HubSpotUsers.Batching;

/// <summary>Inputs that go to HubSpot in one call.</summary>
/// <param name="id">The batch's id, a UUID of version 7.</param>
/// <param name="options">The limits of a batch.</param>
internal sealed class Batch(Guid id, BatchingOptions options)
{
    private readonly List<PendingInput> _inputs = new(options.MaxInputs);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _uniqueValues = new(StringComparer.OrdinalIgnoreCase);
    private int _bytes = Prefix.Length + Suffix.Length;

    public Guid Id { get; } = id;

    public IReadOnlyList<PendingInput> Inputs => _inputs;

    public bool IsFull { get; private set; }

    private static ReadOnlySpan<byte> Prefix => "{\"inputs\":["u8;

    private static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>Whether <paramref name="input"/> may stand in this batch: inputs that share a key or a unique value never share a batch.</summary>
    public bool Accepts(PendingInput input)
    {
        if (_keys.Contains(input.Input.Key) || (input.UniqueValue is { } value && _uniqueValues.Contains(value)))
        {
            return false;
        }

        var fits = _inputs.Count < options.MaxInputs && (_inputs.Count is 0 || _bytes + input.Json.Length + 1 <= options.MaxBytes);
        IsFull |= !fits;
        return fits;
    }

    /// <summary>Adds an input that the batch accepts and the caller has claimed.</summary>
    public void Add(PendingInput input)
    {
        _inputs.Add(input);
        _keys.Add(input.Input.Key);
        if (input.UniqueValue is { } value)
        {
            _uniqueValues.Add(value);
        }

        _bytes += input.Json.Length + 1;
        IsFull = _inputs.Count >= options.MaxInputs;
    }

    /// <summary>Builds the body of the call: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</summary>
    public ReadOnlyMemory<byte> ToBody()
    {
        var body = new ArrayBufferWriter<byte>(_bytes);
        body.Write(Prefix);
        for (var index = 0; index < _inputs.Count; index++)
        {
            if (index > 0)
            {
                body.Write(","u8);
            }

            body.Write(_inputs[index].Json.Span);
        }

        body.Write(Suffix);
        return body.WrittenMemory;
    }
}
