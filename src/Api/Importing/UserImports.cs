using Api.Queueing;
using Api.Requests;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api.Importing;

/// <summary>Reads the users of files onto the queue.</summary>
/// <param name="faults">Keeps the faults of lines.</param>
/// <param name="catalogs">Tells why a file may be read otherwise than before.</param>
/// <param name="options">How many errors are reported.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
internal sealed partial class UserImports(
    RequestTable requests,
    FaultTable faults,
    RequestQueue queue,
    PropertyCatalogs catalogs,
    IOptions<ImportOptions> options,
    ILogger<UserImports> logger)
{
    private static readonly InputFault TooLarge = new(string.Empty, "The user is too large for a queue message.");

    /// <summary>
    /// Reads a file. One that was imported before, with the same key, is only counted, and compared with what it was; one that broke
    /// off goes on after what is on the queue.
    /// </summary>
    internal async Task<ImportResponse> RunAsync(OpenedRequest opened, UserFile file, ImportBody body, string? traceParent)
    {
        var count = new ImportCount(options.Value.MaxLineErrors);
        var packer = new MessagePacker(opened.Entry.Id, traceParent);
        var reading = new Reading(file, body, count, packer, new ImportTrail(file, opened.Entry.Prefix), opened.Entry.ReceivedAt);
        if (opened.Standing is RequestStanding.Over)
        {
            CheckReading(opened.Entry, file);
            await ReadAsync(reading, _ => Task.CompletedTask);
            if (HashOf(file) != opened.Entry.BodyHash)
            {
                throw reading.Trail.OtherFile();
            }
        }
        else
        {
            await SendAsync(opened.Entry, reading);
        }

        return new ImportResponse(opened.Entry.Id, count.Lines, packer.Inputs, count.Faulty, count.Blank, packer.Messages, ImportedFile.Of(file, body.Kind), count.Errors);
    }

    /// <summary>Reads a file as an import would, and sends nothing.</summary>
    internal async Task<ImportCheck> CheckAsync(UserFile file, ImportBody body)
    {
        var count = new ImportCount(options.Value.MaxLineErrors);
        while (await file.NextAsync() is { } row)
        {
            Read(row, count);
        }

        await EndAsync(file, body, count);
        return new ImportCheck(count.Lines, count.Lines - count.Faulty, count.Faulty, count.Blank, ImportedFile.Of(file, body.Kind), count.Errors);
    }

    private async Task SendAsync(RequestEntry opened, Reading reading)
    {
        var (file, body, count, packer, trail, _) = reading;
        var stream = new ImportStream(requests, queue, trail, opened with { Reading = opened.Reading ?? file.Reading });
        var saved = opened;
        try
        {
            CheckReading(opened, file);
            await ReadAsync(reading, stream.SendAsync);
            await stream.CompleteAsync();
            await faults.KeepFaultsAsync(opened.Id, count.Kept);
            saved = Counted(RequestState.Queued) with { BodyHash = HashOf(file) };
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
        var (file, body, count, packer, trail, receivedAt) = reading;
        while (await file.NextAsync() is { } row)
        {
            trail.Passed();
            if (Read(row, count) is not { } user)
            {
                continue;
            }

            if (row.Id is { } id)
            {
                await sendAsync(packer.Flush());
                await sendAsync(packer.Pack(user, new ProducerSource(SourceId.OfProducer(id), receivedAt), row.Line));
            }
            else
            {
                await sendAsync(packer.Add(user));
            }
        }

        await EndAsync(file, body, count);
        await sendAsync(packer.Flush());
    }

    /// <summary>A file that is passed over is said to be.</summary>
    private static async Task EndAsync(UserFile file, ImportBody body, ImportCount count)
    {
        if (await body.HasMoreAsync())
        {
            count.Bad(file.Line, [new InputFault(string.Empty, "The form has another file, which was not read. Send each file in a separate request.")]);
        }
    }

    /// <summary>Reads a user as a message holds it. One with neither an id nor a trace id gets its line as such, which identifies its outcome.</summary>
    private static byte[]? Read(FileRow row, ImportCount count)
    {
        if (row.IsBlank)
        {
            count.Skip();
            return null;
        }

        var json = row.Traced is { } user ? MessagePacker.Write(user) : null;
        if (json is null)
        {
            count.Bad(row.Line, row.User is null ? row.Faults : [TooLarge]);
        }
        else
        {
            count.Good();
        }

        return json;
    }

    /// <summary>Refuses the same file read otherwise: messages would have other users, which the ledger would not know.</summary>
    private void CheckReading(RequestEntry entry, UserFile file)
    {
        if (entry.Reading is { } known && known != file.Reading)
        {
            throw catalogs.IsUnavailable ? UnknownProperties.Refuse() : OtherReading();
        }
    }

    private static RefusedException OtherReading() => new(new Problem(
        "The key belongs to another reading of the file",
        StatusCodes.Status422UnprocessableEntity,
        $"A file with this {IdempotencyKey.HeaderName} was read before, with other columns: the map or separator differs, or the account's properties have changed or are no longer shown. Send it as it was sent to go on with it, and under a new key only lines that were not taken."));

    private static string HashOf(UserFile file) => Convert.ToHexStringLower(file.HashOfRead());

    private sealed record Reading(UserFile File, ImportBody Body, ImportCount Count, MessagePacker Packer, ImportTrail Trail, DateTimeOffset ReceivedAt);

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "Import {RequestId} ended early after {Lines} lines: {Reason}.")]
        public static partial void Interrupted(ILogger logger, string requestId, int lines, string reason);
    }
}
