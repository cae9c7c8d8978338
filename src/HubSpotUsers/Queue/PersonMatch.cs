using System.Text.Json;
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

        var property = hubSpot.Value.UniqueProperty!;
        return input.User is { } user ? Known(UniqueValue.Of(user, property)) : Members(input.Original, "properties").SelectMany(properties => Members(properties, property)).SelectMany(TextOf);
    }

    /// <summary>An input may be faulty because a name stands in it in another case.</summary>
    private static IEnumerable<JsonElement> Members(JsonElement element, string name) => element.ValueKind is JsonValueKind.Object
        ? element.EnumerateObject().Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value)
        : [];

    private static IEnumerable<string> TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? JsonText.TryGet(value, out var text) ? Known(UniqueValue.Normalize(text)) : []
        : Known(UniqueValue.Normalize(value.GetRawText()));

    private static IEnumerable<string> Known(string? value) => value is null ? [] : [value];
}

/// <summary>The vault does not give the key of the hashes by which persons are known.</summary>
internal sealed class KeyMissingException() : Exception("The key of KeyVault:FindKeyName cannot be read.");
