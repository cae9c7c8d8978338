using System.IO.Hashing;
using System.Security.Cryptography;

namespace HubSpotUsers.Files;

/// <summary>
/// The hash of what has been read of a file, by which it is recognized when it comes again. It tells accidents, not attacks: who can send
/// another file under a key may send any. SHA-256 takes a sixth of the time of reading a line, so only what was begun with it goes on with it.
/// </summary>
/// <param name="isSha256">Whether it is SHA-256 rather than XXH128.</param>
internal sealed class FileHash(bool isSha256) : IDisposable
{
    private readonly XxHash128? _fast = isSha256 ? null : new XxHash128();
    private readonly IncrementalHash? _sha256 = isSha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    /// <summary>Whether a hash that is on record, in hexadecimal, is SHA-256.</summary>
    public static bool IsSha256(string hash) => hash.Length is 2 * SHA256.HashSizeInBytes;

    /// <summary>Adds what has been read.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _fast?.Append(bytes);
        _sha256?.AppendData(bytes);
    }

    /// <summary>The hash of all that was added so far.</summary>
    public byte[] Current() => _sha256?.GetCurrentHash() ?? _fast!.GetCurrentHash();

    /// <inheritdoc/>
    public void Dispose() => _sha256?.Dispose();
}
