namespace Benchmarks.Pipeline;

/// <summary>One round.</summary>
/// <param name="Library">The library, with rows into tables that only accept.</param>
/// <param name="BareLoop">The bare loop.</param>
/// <param name="WithStorage">The library, with rows in the storage emulator.</param>
internal sealed record PipelineRound(SideUsage Library, SideUsage BareLoop, SideUsage WithStorage);
