namespace LocalHost.Invocation;

/// <summary>Makes the value of one parameter from what triggered the invocation.</summary>
internal delegate object? ArgumentSource<in TTrigger>(TTrigger trigger, CancellationToken invocation);
