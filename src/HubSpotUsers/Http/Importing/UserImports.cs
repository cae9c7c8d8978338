using System.Globalization;
using HubSpotUsers.Http.Queueing;
using HubSpotUsers.Http.Requests;
using HubSpotUsers.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Http.Importing;

/// <summary>Reads the users of files onto the queue.</summary>
/// <param name="requests">The requests.</param>
/// <param name="queue">The queue.</param>
/// <param name="options">How many errors are told.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
public sealed partial class UserImports(RequestTable requests, RequestQueue queue, IOptions<HttpOptions> options, ILogger<UserImports> logger)
{
    private static readonly InputFault TooLarge = new(string.Empty, "The user is too large for a queue message.");

    /// <summary>Reads a file. One that was imported before, with the same key, is only counted, and compared with what it was.</summary>
    internal async Task<ImportAnswer> RunAsync(OpenedRequest opened, RecordReader records, IUserLines lines, string? traceParent)
    {
        var count = new ImportCount(options.Value.MaxLineErrors);
        var packer = new MessagePacker(opened.Entry.Id, traceParent);
        if (opened.Standing is RequestStanding.Over)
        {
            await ReadAsync(records, lines, count, packer, _ => Task.CompletedTask);
            if (records.HashOfAll() != opened.Entry.BodyHash)
            {
                throw KeyTable.OtherBody();
            }
        }
        else
        {
            await SendAsync(opened.Entry, records, lines, count, packer);
        }

        return new ImportAnswer(opened.Entry.Id, count.Lines, packer.Inputs, count.Faulty, packer.Messages, count.Errors);
    }

    private async Task SendAsync(RequestEntry entry, RecordReader records, IUserLines lines, ImportCount count, MessagePacker packer)
    {
        var stream = new MessageStream(queue);
        try
        {
            await ReadAsync(records, lines, count, packer, async message =>
            {
                await stream.SendAsync(message);
                entry = await requests.ProlongAsync(entry);
            });
            await stream.CompleteAsync();
            entry = Counted(RequestState.Queued) with { BodyHash = records.HashOfAll() };
        }
        catch (Exception exception)
        {
            Log.Interrupted(logger, entry.Id, count.Lines, exception.GetType().Name);
            entry = Counted(RequestState.Interrupted);
            throw;
        }
        finally
        {
            await requests.SaveAsync(entry);
        }

        RequestEntry Counted(RequestState state) =>
            entry with { State = state, Inputs = packer.Inputs, Messages = packer.Messages, Lines = count.Lines, FaultyLines = count.Faulty };
    }

    private static async Task ReadAsync(RecordReader records, IUserLines lines, ImportCount count, MessagePacker packer, Func<BinaryData?, Task> sendAsync)
    {
        while (await records.NextAsync() is { } record)
        {
            if (record.Fault is { } fault)
            {
                count.Bad(record.Line, [new InputFault(string.Empty, fault)]);
            }
            else if (!IsBlank(record.Bytes.Span) && Read(record, lines, count) is { } user && packer.Add(user) is { } message)
            {
                await sendAsync(message);
            }
        }

        await sendAsync(packer.Flush());
    }

    /// <summary>Reads a user as a message holds it. One without a trace id gets its line as such, by which its outcome can be told.</summary>
    private static byte[]? Read(ImportRecord record, IUserLines lines, ImportCount count)
    {
        var user = lines.Read(record.Bytes, out var faults);
        var json = user is null ? null : MessagePacker.Write(user with { ObjectWriteTraceId = user.ObjectWriteTraceId ?? LineName(record.Line) });
        if (json is null)
        {
            count.Bad(record.Line, user is null ? faults : [TooLarge]);
        }
        else
        {
            count.Good();
        }

        return json;
    }

    private static string LineName(int line) => string.Create(CultureInfo.InvariantCulture, $"line-{line}");

    private static bool IsBlank(ReadOnlySpan<byte> record) => record.Trim(" \t\r"u8).IsEmpty;

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "Import {RequestId} broke off after {Lines} lines: {Reason}.")]
        public static partial void Interrupted(ILogger logger, string requestId, int lines, string reason);
    }
}
