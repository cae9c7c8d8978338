using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Simulators.HubSpot.Journaling;

/// <summary>Counts how many texts were seen before, at a fixed few bytes a text.</summary>
internal sealed class RepeatCounter
{
    private readonly HashSet<UInt128> _seen = [];

    public int Distinct => _seen.Count;

    public int Repeated { get; private set; }

    public void Add(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        if (!_seen.Add(BinaryPrimitives.ReadUInt128LittleEndian(hash)))
        {
            Repeated++;
        }
    }

    public void Clear()
    {
        _seen.Clear();
        Repeated = 0;
    }
}
