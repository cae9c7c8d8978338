using HubSpotUsers.HubSpot;

namespace HubSpotUsers.Batching;

/// <summary>Inputs that go to HubSpot in one call.</summary>
/// <param name="id">The batch's id, a UUID of version 7.</param>
/// <param name="options">The limits of a batch.</param>
internal sealed class Batch(Guid id, BatchingOptions options)
{
    private readonly List<PendingInput> _inputs = new(options.MaxInputs);
    private readonly HashSet<string> _keys = new(options.MaxInputs, StringComparer.Ordinal);
    private readonly HashSet<string> _uniqueValues = new(StringComparer.Ordinal);
    private int _bytes = RequestBody.Overhead(inputs: 1);

    public Guid Id { get; } = id;

    public IReadOnlyList<PendingInput> Inputs => _inputs;

    public bool IsFull { get; private set; }

    /// <summary>
    /// Whether <paramref name="input"/> may stand in this batch: inputs that share a key or a unique value never share a batch, and those
    /// that share something with one that was asked for before, whatever the response, wait behind it.
    /// </summary>
    public bool Accepts(PendingInput input)
    {
        var isAlone = _keys.Add(input.Input.Key) & (input.UniqueValue is not { } value || _uniqueValues.Add(value));
        var fits = !IsFull && (_inputs.Count is 0 || _bytes + input.Json.Length + 1 <= options.MaxBytes);
        if (isAlone && fits)
        {
            return true;
        }

        IsFull |= isAlone;
        return false;
    }

    /// <summary>Adds an input that the batch accepts and the caller has claimed.</summary>
    public void Add(PendingInput input)
    {
        _inputs.Add(input);
        _bytes += input.Json.Length + 1;
        IsFull = _inputs.Count >= options.MaxInputs;
    }
}
