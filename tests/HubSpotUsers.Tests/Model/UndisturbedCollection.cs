namespace HubSpotUsers.Tests.Model;

/// <summary>Tests that watch the thread pool come to rest, and so run when nothing else does.</summary>
[CollectionDefinition(nameof(UndisturbedCollection), DisableParallelization = true)]
public sealed class UndisturbedCollection;
