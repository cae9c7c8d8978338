namespace Functions.Tests.LocalHost.Hosting;

/// <summary>Tells invocations apart: each has its own.</summary>
public sealed class ScopedService
{
    public Guid Id { get; } = Guid.NewGuid();
}
