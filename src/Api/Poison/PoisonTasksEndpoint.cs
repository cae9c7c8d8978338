using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Api.Creating;
using Api.Reading;
using Api.Responses;
using HubSpotUsers.Messages;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Poison;

/// <summary>Begins tasks over the poison queue, reports how far they are, and stops them.</summary>
public sealed class PoisonTasksEndpoint
{
    private const string Send = "send";
    private const string Drop = "drop";
    private const int MaxPerSecond = 10_000;
    private const int MaxHubSpotIdLength = 32;

    private readonly PoisonTasks _tasks;
    private readonly PoisonSwitch _switch;
    private readonly BodyRoom _room;
    private readonly IOptions<HttpOptions> _http;
    private readonly TimeProvider _time;

    internal PoisonTasksEndpoint(PoisonTasks tasks, PoisonSwitch poisonSwitch, BodyRoom room, IOptions<HttpOptions> http, TimeProvider time)
    {
        _tasks = tasks;
        _switch = poisonSwitch;
        _room = room;
        _http = http;
        _time = time;
    }

    /// <summary>Handles <c>POST /api/poison/redrive</c>: sends users back to their queue.</summary>
    public Task<IResult> RedriveAsync(HttpRequest request) => RunAsync(request, HttpJson.Default.PoisonRequest, asked =>
        BeginAsync(request, TaskOf(asked, PoisonTaskKind.Redrive, Send)));

    /// <summary>Handles <c>POST /api/poison/drop</c>: deletes messages.</summary>
    public Task<IResult> DropAsync(HttpRequest request) => RunAsync(request, HttpJson.Default.PoisonRequest, asked =>
        BeginAsync(request, TaskOf(asked, PoisonTaskKind.Drop, Drop)));

    /// <summary>Handles <c>POST /api/poison/correct</c>: sends corrected users in place of some of a message.</summary>
    public Task<IResult> CorrectAsync(HttpRequest request) => RunAsync(request, HttpJson.Default.PoisonCorrectionRequest, asked =>
    {
        var inputs = JsonSerializer.SerializeToElement(asked.Inputs ?? [], HttpJson.Plain.IReadOnlyListCorrectedUser);
        List<InputFault> faults = [.. MessageParser.ReadEnveloped(inputs).SelectMany(input => input.Faults)];
        if (faults.Count > 0)
        {
            throw RefusedException.BadRequest(faults);
        }

        if (QueueText.LengthOf(JsonMarshal.GetRawUtf8Value(inputs)) > MessageParser.MaxInputBytes)
        {
            throw RefusedException.TooLarge($"The corrected users of one request may have at most {MessageParser.MaxInputBytes} bytes. Correct fewer at a time.");
        }

        var task = NewTask(PoisonTaskKind.Correct, PoisonQuery.Filter(reason: null, source: null, Required(asked.Id), from: null, to: null)) with
        {
            IsAboutDoubtful = IsAboutDoubtful(asked.Unknown, Send),
            IsDryRun = asked.DryRun,
        };
        return BeginAsync(request, task, inputs);
    });

    /// <summary>Handles <c>POST /api/poison/created</c>: records a user of unknown outcome as created.</summary>
    public Task<IResult> MarkCreatedAsync(HttpRequest request) => RunAsync(request, HttpJson.Default.PoisonCreatedRequest, asked =>
    {
        if (asked.Index < 0 || asked.HubSpotId is not { Length: > 0 and <= MaxHubSpotIdLength } || !asked.HubSpotId.All(char.IsAsciiDigit))
        {
            throw RefusedException.BadParameter("index must be a user's position, from 0, and hubSpotId the number that HubSpot gave the user, as a string.");
        }

        var task = NewTask(PoisonTaskKind.MarkCreated, PoisonQuery.Filter(reason: null, source: null, Required(asked.Id), from: null, to: null)) with
        {
            IsAboutDoubtful = true,
            Index = asked.Index,
            HubSpotId = asked.HubSpotId,
        };
        return BeginAsync(request, task);
    });

    /// <summary>Handles <c>GET /api/poison/tasks</c>: the tasks that people asked for, newest first.</summary>
    /// <param name="request">The request, with <c>top</c> and <c>continuation</c> in its query.</param>
    public Task<IResult> ListAsync(HttpRequest request) => Guarded.RunAsync(request, ["top", "continuation"], async () =>
    {
        _switch.Check();
        var (top, from) = (Paging.Top(request), Paging.From(request));
        var tasks = await _tasks.ReadAsync(from, top + 1);
        return ApiResult.Of(new PoisonTaskList([.. tasks.Take(top).Select(PoisonTaskView.Of)], Paging.Next(from, top, from + tasks.Count)), HttpJson.Default.PoisonTaskList);
    });

    /// <summary>Handles <c>GET /api/poison/tasks/{id}</c>: how far a task is.</summary>
    /// <param name="id">The task.</param>
    public Task<IResult> GetAsync(HttpRequest request, string id) => Guarded.RunAsync(request, async () =>
    {
        _switch.Check();
        return Report(PoisonTaskId.IsValid(id) ? await _tasks.FindAsync(id) : null);
    });

    /// <summary>Handles <c>POST /api/poison/tasks/{id}/stop</c>: stops a task; what it has done stays done.</summary>
    /// <param name="id">The task.</param>
    public Task<IResult> StopAsync(HttpRequest request, string id) => Guarded.RunAsync(request, async () =>
    {
        _switch.Check();
        return Report(PoisonTaskId.IsValid(id) ? await _tasks.StopAsync(id) : null);
    });

    private PoisonTask TaskOf(PoisonRequest asked, PoisonTaskKind kind, string choice)
    {
        var filter = PoisonQuery.Filter(asked.Reason, asked.Source, asked.Id, asked.From, asked.To);
        if (asked.All == (filter != new PoisonFilter()))
        {
            throw RefusedException.BadParameter("Say which messages are meant: by reason, source, id, from or to, or by all, which goes with none of them.");
        }

        if (asked.PerSecond is not (null or > 0 and <= MaxPerSecond) || (asked.PerSecond is not null && kind is PoisonTaskKind.Drop))
        {
            throw RefusedException.BadParameter($"perSecond is how many users are sent back in a second: 1 to {MaxPerSecond}.");
        }

        return NewTask(kind, filter) with { IsAboutDoubtful = IsAboutDoubtful(asked.Unknown, choice), IsDryRun = asked.DryRun, PerSecond = asked.PerSecond };
    }

    private PoisonTask NewTask(PoisonTaskKind kind, PoisonFilter filter)
    {
        var now = _time.GetUtcNow();
        return new PoisonTask { Id = PoisonTaskId.Create(now), Kind = kind, Filter = filter, DecidedAt = now };
    }

    /// <summary>The choice is a text rather than a flag, which a program might always send.</summary>
    private static bool IsAboutDoubtful(string? unknown, string choice) => unknown switch
    {
        null => false,
        _ when unknown == choice => true,
        _ => throw RefusedException.BadParameter($"unknown must be {choice}, or be left out: then messages with users that may be in HubSpot are left."),
    };

    private static string Required(string? id) => id is { Length: > 0 } ? id : throw RefusedException.BadParameter("id must be the id of a message, as GET /api/poison/messages gives it.");

    /// <summary>Runs what a body asks for, which has its room until then.</summary>
    private Task<IResult> RunAsync<T>(HttpRequest request, JsonTypeInfo<T> type, Func<T, Task<IResult>> run)
        where T : class => Guarded.RunAsync(request, async () =>
    {
        _switch.Check();
        MediaTypes.Find(request, ApiResult.JsonType);
        using var place = _room.Enter();
        return await run(Parse(await BoundedBody.ReadAsync(request, _http.Value.MaxBodyBytes, place), type));
    });

    private static T Parse<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw BadBody();
        }
        catch (JsonException)
        {
            // The exception's own text may repeat values.
            throw BadBody();
        }
    }

    private static RefusedException BadBody() => RefusedException.BadParameter("The body must be a JSON object with the fields of this operation and no others; see openapi.json.");

    private async Task<IResult> BeginAsync(HttpRequest request, PoisonTask task, JsonElement? inputs = null)
    {
        await _tasks.BeginAsync(task, inputs);
        return BegunTask.Of(request, task);
    }

    private static ApiResult Report(PoisonTask? task) => task is null
        ? throw RefusedException.NotFound("There is no task of this id.")
        : ApiResult.Of(PoisonTaskView.Of(task), HttpJson.Default.PoisonTaskView);
}
