using Azure;

namespace Testing.Builders;

/// <summary>Builds what the storage SDK throws.</summary>
internal static class StorageFailures
{
    /// <summary>Storage responds that it is busy.</summary>
    public static Exception Busy() => new RequestFailedException(503, "Busy", "ServerBusy", innerException: null);

    /// <summary>The role is missing.</summary>
    public static Exception Forbidden() => new RequestFailedException(403, "No", "AuthorizationPermissionMismatch", innerException: null);

    /// <summary>Storage does not respond: the SDK throws its attempts.</summary>
    public static Exception Unreachable() => new AggregateException(
        "Retry failed after 4 tries.",
        new RequestFailedException("Connection refused"),
        new TaskCanceledException("The operation was cancelled because it exceeded the configured timeout of 0:00:15."));
}
