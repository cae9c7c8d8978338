namespace Simulators.Azurite;

/// <summary>The three ports of an Azurite on 127.0.0.1; 0 takes a free one.</summary>
/// <param name="Blob">The blob service's.</param>
/// <param name="Queue">The queue service's.</param>
/// <param name="Table">The table service's.</param>
public sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>Three free ports.</summary>
    public static AzuritePorts Free { get; } = new(0, 0, 0);

    /// <summary>The ports an Azurite takes when it is given nothing.</summary>
    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);
}
