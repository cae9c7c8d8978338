namespace Sandbox.Storms;

/// <summary>What of storage is away.</summary>
[Flags]
internal enum OutOf
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
