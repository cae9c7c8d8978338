using System.Net;
using Azure;
using Azure.Storage.Queues.Models;

namespace LocalHost.Queues;

/// <summary>Tells whether storage refused an operation because somebody else has the message now, or it is gone.</summary>
internal static class LeaseLost
{
    // Azure answers 404 MessageNotFound, the storage emulator 400 PopReceiptMismatch.
    public static bool IsReasonOf(RequestFailedException exception) =>
        exception.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.PreconditionFailed
        || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch;
}
