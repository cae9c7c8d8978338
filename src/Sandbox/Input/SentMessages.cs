using System.Collections.Concurrent;
using History;

namespace Sandbox.Input;

/// <summary>Keeps account of what was put on the queue, by the sandbox itself or by an import.</summary>
internal sealed class SentMessages
{
    private readonly ConcurrentQueue<(SentMessage Message, int Inputs)> _sent = new();
    private int _inputs;
    private int _expected;

    /// <summary>How many users have been sent, or will be as far as that is known before.</summary>
    public int Inputs => Math.Max(Volatile.Read(ref _inputs), Volatile.Read(ref _expected));

    /// <summary>How many messages have been sent.</summary>
    public int Count => _sent.Count;

    /// <summary>The source id of every message and the number of its users.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _sent.Select(sent => KeyValuePair.Create(sent.Message.SourceId, sent.Inputs));

    /// <summary>What was sent.</summary>
    public IReadOnlyCollection<SentMessage> Messages => [.. _sent.Select(sent => sent.Message)];

    /// <summary>Adds a message.</summary>
    /// <param name="inputs">How many users it carries.</param>
    public void Add(SentMessage message, int inputs)
    {
        _sent.Enqueue((message, inputs));
        Interlocked.Add(ref _inputs, inputs);
    }

    /// <summary>Says how many users there will be.</summary>
    public void Expect(int inputs) => Volatile.Write(ref _expected, inputs);
}
