using System.Text.Json;
using Azure.Storage.Queues;

namespace Functions.Tests.Producers;

/// <summary>The C# sample of <c>docs/producers.md</c>, which a test compares with this.</summary>
internal static class CSharpSample
{
    /// <summary>Sends a message in plain text and in base64.</summary>
    public static async Task RunAsync(string connectionString)
    {
        var message = JsonSerializer.Serialize(new
        {
            Id = "hr-4711",
            Inputs = new[] { new { Properties = new Dictionary<string, string> { ["hs_email"] = "ada@example.com" } } },
        });

        var never = TimeSpan.FromSeconds(-1);
        await new QueueClient(connectionString, "users").SendMessageAsync(message, timeToLive: never);

        // base64
        var encoding = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        await new QueueClient(connectionString, "users", encoding).SendMessageAsync(message, timeToLive: never);
    }
}
