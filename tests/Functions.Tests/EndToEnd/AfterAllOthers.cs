namespace Functions.Tests.EndToEnd;

/// <summary>xunit runs what may not run in parallel when everything else is done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AfterAllOthers
{
    public const string Name = "After all others";
}
