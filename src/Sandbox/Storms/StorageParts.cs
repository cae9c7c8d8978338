namespace Sandbox.Storms;

/// <summary>Parts of a storage account.</summary>
[Flags]
internal enum StorageParts
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>All tables.</summary>
    Tables = 1,

    /// <summary>All queues.</summary>
    Queues = 2,

    /// <summary>All of it.</summary>
    Both = Tables | Queues,
}
