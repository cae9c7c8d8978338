using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Tells whether two messages with the same producer's id say the same. Half a SHA-256 of the user and its key: the same values in
/// rows of different users have different hashes.
/// </summary>
internal static class ContentHash
{
    private const int Bytes = 16;

    /// <summary>The hash of a user of a message; null when it has no id of its producer's, under which another user could come.</summary>
    /// <param name="sourceId">The identity of its message.</param>
    /// <param name="index">Its position there.</param>
    /// <param name="user">The user; null when it is none that could be sent.</param>
    public static string? Of(SourceId sourceId, int index, UserInput? user) =>
        sourceId.IsProducers && user is not null ? Of(sourceId.InputKey(index), user) : null;

    /// <summary>The hash of a user: of its properties in any order and of its associations.</summary>
    /// <param name="inputKey">The key of its row.</param>
    public static string Of(string inputKey, UserInput user)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(inputKey);
        foreach (var property in user.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            Append(property.Key);
            Append(property.Value);
        }

        foreach (var association in user.Associations)
        {
            Append(association.To.Id);
            foreach (var type in association.Types)
            {
                Append($"{type.AssociationCategory}:{type.AssociationTypeId}");
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));

        // The length before the text keeps two texts from passing for one.
        void Append(string text)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
    }
}
