using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Api;

/// <summary>API tests come one after the other, since they have HubSpot fail.</summary>
[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<ApiEnvironment>
{
    public const string Name = "API";
}
