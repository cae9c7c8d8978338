namespace HubSpotUsers.Http.Requests;

/// <summary>What a request is opened with.</summary>
/// <param name="Kind">How its users are to be created.</param>
/// <param name="Inputs">How many users it has, as far as that is known.</param>
internal sealed record NewRequest(RequestKind Kind, int Inputs)
{
    /// <summary>The caller's key.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The hash of the body; null when the body has yet to be read.</summary>
    public string? BodyHash { get; init; }

    /// <summary>The id that the body gives itself.</summary>
    public string? ProducerId { get; init; }
}
