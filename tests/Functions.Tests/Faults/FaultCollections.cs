namespace Functions.Tests.Faults;

/// <summary>Fault tests that start processes of their own run in four lines, each with an environment: most of their time is waiting.</summary>
public static class FaultCollections
{
    public const string One = "Faults, first line";
    public const string Two = "Faults, second line";
    public const string Three = "Faults, third line";
    public const string Four = "Faults, fourth line";

    [CollectionDefinition(One)]
    public sealed class First : ICollectionFixture<FaultEnvironment>;

    [CollectionDefinition(Two)]
    public sealed class Second : ICollectionFixture<FaultEnvironment>;

    [CollectionDefinition(Three)]
    public sealed class Third : ICollectionFixture<FaultEnvironment>;

    [CollectionDefinition(Four)]
    public sealed class Fourth : ICollectionFixture<FaultEnvironment>;
}
