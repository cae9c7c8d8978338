using Functions.Tests;
using Functions.Tests.Api;
using Functions.Tests.Contracts;
using Functions.Tests.Dashboard;
using Functions.Tests.EndToEnd;
using Functions.Tests.Faults;
using Functions.Tests.Notices;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Functions.Tests;

/// <summary>Starts what takes longest first, so that no long line of tests is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>What takes longest, longest first; the rest comes after it.</summary>
    private static readonly string[] Longest =
    [
        ClassCollection<SandboxTests>(),
        DashboardCollection.Name,
        FaultCollections.Three,
        ClassCollection<When_HubSpot_sends_unexpected_responses>(),
        ClassCollection<When_storage_fails>(),
        FaultCollections.One,
        FaultCollections.Two,
        ClassCollection<When_the_process_is_killed>(),
        ApiCollection.Name,
        ClassCollection<BatchFillTests>(),
        ClassCollection<When_the_process_is_killed_and_nothing_tells_users_apart>(),
        ClassCollection<NoticeTests>(),
        ClassCollection<When_HubSpot_stops_taking_calls>(),
        ClassCollection<FairnessTests>(),
        ClassCollection<LargeImportTests>(),
        ClassCollection<When_inputs_are_bad>(),
        ClassCollection<When_HubSpot_sends_unexpected_responses_without_a_unique_property>(),
        ClassCollection<RestartTests>(),
        ClassCollection<SamplingTests>(),
        ClassCollection<TokenRotationTests>(),
        ClassCollection<DuplicateTests>(),
        ClassCollection<AppRequestTests>(),
    ];

    public IReadOnlyCollection<TCollection> OrderTestCollections<TCollection>(IReadOnlyCollection<TCollection> testCollections)
        where TCollection : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private static int Rank<TCollection>(TCollection collection)
        where TCollection : ITestCollection =>
        Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.StartsWith(name, StringComparison.Ordinal)) is >= 0 and var rank ? rank : Longest.Length;

    /// <summary>How the name begins that xunit gives to the collection of a class; an id follows.</summary>
    private static string ClassCollection<TClass>() => $"Test collection for {typeof(TClass).FullName} (";
}
