namespace Functions.Tests.Simulators.Identity;

/// <summary>Tests that change environment variables, which all tests share, run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "Environment variables";
}
