using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>Knows users of messages by the hashes of their values of the account's unique property. Faulty inputs have values, too.</summary>
/// <param name="index">Makes the hashes.</param>
/// <param name="hubSpot">The property.</param>
internal sealed class PersonMatch(PersonIndex index, IOptions<HubSpotOptions> hubSpot)
{
    /// <summary>Whether users are known by their values at all.</summary>
    internal bool IsOn => index.IsOn && hubSpot.Value.UniqueProperty is { Length: > 0 };

    /// <summary>The property by whose values users are known; null when there is none.</summary>
    internal string? Property => hubSpot.Value.UniqueProperty;

    /// <summary>Whether it can be determined now who is erased.</summary>
    internal async Task<bool> HasKeyAsync(Erasure erasure) => erasure.Hash is null || (IsOn && await index.HashAsync(string.Empty) is not null);

    /// <summary>The hashes of an input; none without a property or a key that should be there.</summary>
    /// <exception cref="KeyMissingException">The vault does not give the key at the moment, so that it cannot be determined who the user is.</exception>
    internal async Task<IReadOnlyList<string>> HashesAsync(ParsedInput input)
    {
        var hashes = new List<string>();
        foreach (var value in ValuesOf(input))
        {
            hashes.Add(await index.HashAsync(value) ?? throw new KeyMissingException());
        }

        return hashes;
    }

    private IEnumerable<string> ValuesOf(ParsedInput input)
    {
        if (!IsOn)
        {
            return [];
        }

        return input.User is null ? PersonValues.Of(input.Original, Property!) : UniqueValue.Of(input.User, Property) is { } value ? [value] : [];
    }
}

/// <summary>The vault does not give the key of the hashes by which persons are known.</summary>
internal sealed class KeyMissingException() : Exception("The key of KeyVault:FindKeyName cannot be read.");
