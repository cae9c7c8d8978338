namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a caller of an HTTP function must present.</summary>
public enum AuthorizationLevel
{
    /// <summary>Nothing.</summary>
    Anonymous = 0,

    /// <summary>The master key; the real host has no keys for users either.</summary>
    User = 1,

    /// <summary>A function key, or the master key.</summary>
    Function = 2,

    /// <summary>The master key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
