namespace LocalHost.Rpc;

/// <summary>The worker ended before it responded.</summary>
public sealed class WorkerGoneException() : Exception("The worker ended before it responded.");
