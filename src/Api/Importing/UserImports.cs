using System.Globalization;
using Api.Queueing;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Messages;
using HubSpotUsers.Messages.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api.Importing;

/// <summary>Reads the users of files onto the queue.</summary>
/// <param name="requests">The requests.</param>
/// <param name="queue">The queue.</param>
/// <param name="options">How many errors are reported.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
internal sealed partial class UserImports(RequestTable requests, RequestQueue queue, IOptions<HttpOptions> options, ILogger<UserImports> logger)
{
    private static readonly InputFault TooLarge = new(string.Empty, "The user is too large for a queue message.");

    /// <summary>
    /// Reads a file. One that was imported before, with the same key, is only counted, and compared with what it was; one that broke
    /// off goes on after what is on the queue.
    /// </summary>
    internal async Task<ImportResponse> RunAsync(OpenedRequest opened, RecordReader records, IUserLines lines, string? traceParent)
    {
        var count = new ImportCount(options.Value.MaxLineErrors);
        var packer = new MessagePacker(opened.Entry.Id, traceParent);
        var reading = new Reading(records, lines, count, packer, new ImportTrail(records, opened.Entry.Prefix));
        if (opened.Standing is RequestStanding.Over)
        {
            await ReadAsync(reading, _ => Task.CompletedTask);
            if (HashOf(records) != opened.Entry.BodyHash)
            {
                throw reading.Trail.OtherFile();
            }
        }
        else
        {
            await SendAsync(opened.Entry, reading);
        }

        return new ImportResponse(opened.Entry.Id, count.Lines, packer.Inputs, count.Faulty, packer.Messages, count.Errors);
    }

    private async Task SendAsync(RequestEntry opened, Reading reading)
    {
        var (records, _, count, packer, trail) = reading;
        var stream = new ImportStream(requests, queue, trail, opened);
        var saved = opened;
        try
        {
            await ReadAsync(reading, stream.SendAsync);
            await stream.CompleteAsync();
            saved = Counted(RequestState.Queued) with { BodyHash = HashOf(records) };
        }
        catch (Exception exception)
        {
            Log.Interrupted(logger, opened.Id, count.Lines, exception.GetType().Name);

            // A file that was refused says nothing of the one before.
            saved = exception is RefusedException ? stream.Entry with { State = RequestState.Interrupted } : Counted(RequestState.Interrupted);
            throw;
        }
        finally
        {
            await requests.SaveAsync(saved);
        }

        RequestEntry Counted(RequestState state) => stream.Entry with
        {
            State = state,
            Inputs = Math.Max(opened.Inputs, packer.Inputs),
            Messages = Math.Max(opened.Messages, packer.Messages),
            Lines = Math.Max(opened.Lines, count.Lines),
            FaultyLines = Math.Max(opened.FaultyLines, count.Faulty),
        };
    }

    private static async Task ReadAsync(Reading reading, Func<BinaryData?, Task> sendAsync)
    {
        var (records, lines, count, packer, trail) = reading;
        while (await records.NextAsync() is { } record)
        {
            trail.Passed();
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

    private static string HashOf(RecordReader records) => Convert.ToHexStringLower(records.HashOfRead());

    private static string LineName(int line) => string.Create(CultureInfo.InvariantCulture, $"line-{line}");

    private static bool IsBlank(ReadOnlySpan<byte> record) => record.Trim(" \t\r"u8).IsEmpty;

    private sealed record Reading(RecordReader Records, IUserLines Lines, ImportCount Count, MessagePacker Packer, ImportTrail Trail);

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "Import {RequestId} broke off after {Lines} lines: {Reason}.")]
        public static partial void Interrupted(ILogger logger, string requestId, int lines, string reason);
    }
}

/// <summary>The response to an import.</summary>
/// <param name="RequestId">The request's id, by which its progress can be asked for.</param>
/// <param name="Lines">How many lines with users were read; empty ones and a header are none.</param>
/// <param name="Accepted">How many users went onto the queue.</param>
/// <param name="Faulty">How many lines are faulty; they were left out.</param>
/// <param name="Messages">How many messages the users are in.</param>
/// <param name="Errors">What is wrong with the first faulty lines.</param>
internal sealed record ImportResponse(string RequestId, int Lines, int Accepted, int Faulty, int Messages, IReadOnlyList<LineError> Errors);
