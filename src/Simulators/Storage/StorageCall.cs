using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Simulators.Storage;

/// <summary>A call on its way to storage.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Name">The queue or table it is about; that of its first row for a transaction.</param>
/// <param name="Body">Its body.</param>
public sealed partial record StorageCall(StorageOperation Operation, string Name, ReadOnlyMemory<byte> Body)
{
    /// <summary>The message it is about; null when it is about none or many.</summary>
    public string? MessageId { get; private init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Recognizes a call to the queue service: <c>/account/queue/messages[/id]</c> (Azure: Queue service REST API).</summary>
    internal static StorageCall OfQueue(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var parts = Parts(request);
        var operation = (request.Method, parts) switch
        {
            ("GET", [_, _, "messages"]) => StorageOperation.ReceiveMessages,
            ("POST", [_, _, "messages"]) => StorageOperation.PutMessage,
            ("PUT", [_, _, "messages", _]) => StorageOperation.UpdateMessage,
            ("DELETE", [_, _, "messages", _]) => StorageOperation.DeleteMessage,
            _ => StorageOperation.Other,
        };
        return new StorageCall(operation, parts is [_, var queue, ..] ? queue : string.Empty, body) { MessageId = parts is [_, _, _, var id] ? id : null };
    }

    /// <summary>Recognizes a call to the table service: <c>/account/table[(keys)]</c> or <c>/account/$batch</c> (Azure: Table service REST API).</summary>
    internal static StorageCall OfTable(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (Parts(request) is not [_, var resource, ..])
        {
            return new StorageCall(StorageOperation.Other, string.Empty, body);
        }

        if (resource is "$batch")
        {
            var table = RowInTransaction().Match(Encoding.UTF8.GetString(body.Span)).Groups["table"].Value;
            return new StorageCall(StorageOperation.Transaction, table, body);
        }

        var name = resource.Split('(')[0];
        var operation = (request.Method, name) switch
        {
            (_, "Tables") => StorageOperation.Other,
            ("POST", _) => StorageOperation.AddRow,
            ("PUT" or "PATCH" or "MERGE", _) => StorageOperation.WriteRow,
            ("DELETE", _) => StorageOperation.DeleteRow,
            ("GET", _) => StorageOperation.ReadRows,
            _ => StorageOperation.Other,
        };
        return new StorageCall(operation, name, body);
    }

    private static string[] Parts(HttpRequest request) => request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^(POST|PUT|PATCH|MERGE|DELETE) \S+/(?<table>[A-Za-z][A-Za-z0-9]{2,62})(\(|\?|\s)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RowInTransaction();
}
