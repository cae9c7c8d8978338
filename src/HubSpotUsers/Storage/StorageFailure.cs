using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;
using Azure.Storage.Queues.Models;

namespace HubSpotUsers.Storage;

/// <summary>
/// Tells failures of the storage account from all others. The SDK throws <see cref="RequestFailedException"/> when storage responds, and
/// an <see cref="AggregateException"/> of its attempts when it cannot be reached (Azure.Core: RetryPolicy).
/// </summary>
internal static class StorageFailure
{
    /// <summary>Whether storage refused, could not be reached, did not respond in time, or gave the app no access.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        RequestFailedException or AuthenticationFailedException => true,
        AggregateException { InnerExceptions: { Count: > 0 } attempts } => attempts.All(IsAttempt),
        _ => false,
    };

    /// <summary>The status that storage returned; 0 when it did not respond.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        RequestFailedException failure => failure.Status,
        AggregateException { InnerExceptions: [.., var last] } => StatusOf(last),
        _ => 0,
    };

    /// <summary>Whether a queue message is gone, or has been received or changed since the receipt was given.</summary>
    public static bool IsStaleReceipt(RequestFailedException exception) =>
        exception.ErrorCode == QueueErrorCode.MessageNotFound || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    /// <summary>Whether a row is not as it was read: another process has written it, made it or removed it.</summary>
    public static bool IsConflict(RequestFailedException exception) =>
        exception.Status is 409 or 412 || exception.ErrorCode == TableErrorCode.ResourceNotFound;

    /// <summary>How a single attempt may end, inside the policy that retries.</summary>
    private static bool IsAttempt(Exception exception) => Is(exception) || exception is OperationCanceledException or IOException or HttpRequestException;
}
