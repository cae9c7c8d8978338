namespace HubSpotUsers.Batching;

/// <summary>
/// Inputs that could not share a batch with an earlier one. Those of one unique value stand in one line, of which a batch takes the
/// first: however long it is, it costs a batch one look and holds up none of another value.
/// </summary>
internal sealed class HeldBackInputs
{
    private readonly LinkedList<Line> _lines = [];
    private readonly Dictionary<(string? UniqueValue, string? Key), Line> _byValue = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _lines.Count is 0;

    /// <summary>Puts an input behind those it must wait for.</summary>
    public void Add(PendingInput input)
    {
        // What has no unique value was held back for its size or its key.
        var name = input.UniqueValue is { } value ? (value, null) : ((string?)null, input.Input.Key);
        if (!_byValue.TryGetValue(name, out var line))
        {
            _byValue[name] = line = new Line(name);
            _lines.AddLast(line);
        }

        line.Inputs.Enqueue(input);
    }

    /// <summary>Offers a batch the first of every line, the oldest line first, until it is full.</summary>
    /// <param name="take">Takes what the batch accepts.</param>
    public void Offer(Batch batch, Action<PendingInput> take)
    {
        for (var node = _lines.First; node is not null && !batch.IsFull;)
        {
            var (line, next) = (node.Value, node.Next);
            line.DropDeferred();
            if (line.Inputs.TryPeek(out var first) && batch.Accepts(first))
            {
                take(line.Inputs.Dequeue());
            }

            if (line.Inputs.Count is 0)
            {
                _lines.Remove(node);
                _byValue.Remove(line.Name);
            }

            node = next;
        }
    }

    /// <summary>Takes all.</summary>
    public IReadOnlyList<PendingInput> TakeAll()
    {
        PendingInput[] all = [.. _lines.SelectMany(line => line.Inputs)];
        _lines.Clear();
        _byValue.Clear();
        return all;
    }

    private sealed record Line((string? UniqueValue, string? Key) Name)
    {
        public Queue<PendingInput> Inputs { get; } = new();

        public void DropDeferred()
        {
            while (Inputs.TryPeek(out var first) && first.IsClaimed)
            {
                Inputs.Dequeue();
            }
        }
    }
}
