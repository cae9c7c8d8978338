namespace HubSpotUsers.Tests.Model;

/// <summary>A message in the hands of a process.</summary>
internal sealed class Delivered(ModelMessage message, ModelProcess process, Task handling)
{
    public ModelMessage Message { get; } = message;

    public ModelProcess Process { get; } = process;

    public Task Handling { get; } = handling;

    /// <summary>Whether the host has lost the lease without knowing: it is no longer renewed.</summary>
    public bool HasLostLease { get; set; }
}
