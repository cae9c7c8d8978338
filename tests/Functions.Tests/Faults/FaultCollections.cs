namespace Functions.Tests.Faults;

/// <summary>Fault tests that start processes of their own run in three lines, each with an environment: most of their time is waiting.</summary>
public static class FaultCollections
{
    public const string One = "Faults, first line";
    public const string Two = "Faults, second line";
    public const string Three = "Faults, third line";

    [CollectionDefinition(One)]
    public sealed class First : ICollectionFixture<FaultEnvironment>;

    [CollectionDefinition(Two)]
    public sealed class Second : ICollectionFixture<FaultEnvironment>;

    [CollectionDefinition(Three)]
    public sealed class Third : ICollectionFixture<FaultEnvironment>;
}
