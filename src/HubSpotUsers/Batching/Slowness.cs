namespace HubSpotUsers.Batching;

/// <summary>How a round trip compares with those before it.</summary>
internal enum Slowness
{
    /// <summary>As quick as they were.</summary>
    AsUsual,

    /// <summary>A little slower: no reason to do anything.</summary>
    Uncertain,

    /// <summary>Clearly slower.</summary>
    Slower,

    /// <summary>It told of overload.</summary>
    Overloaded,
}
