using HubSpotUsers;

namespace Testing.Builders;

/// <summary>Builds inputs as they stand in a batch: <c>key-0</c>, <c>key-1</c>, …</summary>
internal static class Inputs
{
    public static IReadOnlyList<BatchInput> Of(params UserInput[] users) => [.. users.Select((user, index) => new BatchInput($"key-{index}", user))];

    /// <summary>Users <c>user0</c>, <c>user1</c>, … with an e-mail address each.</summary>
    public static IReadOnlyList<BatchInput> Count(int count) => Of([.. Enumerable.Range(0, count).Select(index => Users.Named($"user{index}"))]);
}
