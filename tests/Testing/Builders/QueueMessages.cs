using System.Text;
using Azure.Storage.Queues.Models;

namespace Testing.Builders;

/// <summary>Builds queue messages.</summary>
internal static class QueueMessages
{
    public static readonly DateTimeOffset InsertedOn = new(2026, 11, 23, 9, 59, 0, TimeSpan.Zero);

    public static QueueMessage With(string body, long dequeueCount = 1) => With(BinaryData.FromString(body), dequeueCount);

    public static QueueMessage With(string body, string id) =>
        QueuesModelFactory.QueueMessage(id, "receipt", BinaryData.FromString(body), 1, nextVisibleOn: null, InsertedOn, expiresOn: null);

    public static QueueMessage With(BinaryData body, long dequeueCount = 1) =>
        QueuesModelFactory.QueueMessage("0b9a3d6c-message", "receipt", body, dequeueCount, nextVisibleOn: null, InsertedOn, expiresOn: null);

    /// <summary>A message that ends to live.</summary>
    public static QueueMessage Expiring(string body, DateTimeOffset expiresOn, long dequeueCount = 1) => QueuesModelFactory.QueueMessage(
        "0b9a3d6c-message", "receipt", BinaryData.FromString(body), dequeueCount, nextVisibleOn: null, InsertedOn, expiresOn);

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static ReadOnlyMemory<byte> Base64(string text) => Utf8(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
}
