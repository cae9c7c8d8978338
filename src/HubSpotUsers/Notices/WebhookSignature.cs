using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers.Notices;

/// <summary>Signs what is posted, so that a receiver knows who sent it and that it is fresh (Standard Webhooks: Signature scheme).</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <summary>Reads secrets with a space between them.</summary>
    /// <param name="text">The secrets; empty for none.</param>
    /// <param name="keys">The keys they stand for.</param>
    /// <returns>Whether all are secrets of the standard.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out IReadOnlyList<byte[]>? keys)
    {
        var read = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(KeyOf).ToList();
        keys = read.TrueForAll(key => key is not null) ? [.. read.OfType<byte[]>()] : null;
        return keys is not null;
    }

    /// <summary>Signs a body: a signature for each key, with a space between them.</summary>
    /// <param name="id">The id of the message.</param>
    /// <param name="timestamp">When it is sent, in seconds since 1970.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(IReadOnlyList<byte[]> keys, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', keys.Select(key => Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }

    private static byte[]? KeyOf(string secret)
    {
        var key = new byte[MaxBytes + 1];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length)
            && length is >= MinBytes and <= MaxBytes
            ? key[..length]
            : null;
    }
}
