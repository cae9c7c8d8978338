namespace LocalHost.Queues;

/// <summary>What becomes of a message after its invocation.</summary>
internal enum Disposition
{
    Delete,
    ReleaseAtOnce,
    ReleaseLater,
    Poison,
}
