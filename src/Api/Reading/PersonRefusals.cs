using Api.Responses;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Why a person is not looked for.</summary>
internal static class PersonRefusals
{
    /// <summary>The account has no property that tells persons apart.</summary>
    public static RefusedException NoProperty() => Off("The account has no unique property: set HubSpot:UniqueProperty.");

    /// <summary>There are no hashes by which persons are known.</summary>
    public static RefusedException NoKey() => Off("No key is at hand: name a secret of the vault in KeyVault:FindKeyName, and have it hold 32 random characters or more.");

    /// <summary>The request is wrong.</summary>
    /// <param name="pointer">Where.</param>
    /// <param name="detail">What is wrong there.</param>
    public static RefusedException Bad(string pointer, string detail) =>
        new(new Problem("The request is not valid", StatusCodes.Status400BadRequest, "Correct the fields named in errors and send the request again.", [new InputFault(pointer, detail)]));

    private static RefusedException Off(string detail) => new(new Problem("Finding is disabled", StatusCodes.Status501NotImplemented, detail));
}
