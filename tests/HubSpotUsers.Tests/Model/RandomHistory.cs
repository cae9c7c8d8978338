using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using History;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Tests.Model;

/// <summary>One random history: messages, deliveries, faults and deaths drawn from a seed, in virtual time, to the end.</summary>
internal sealed class RandomHistory
{
    private const int MaxSteps = 20_000;
    private const int StormSteps = 60;

    /// <summary>Once in so many steps of a storm the tables go away for minutes.</summary>
    private const int OutageSteps = 50;

    /// <summary>Once in so many steps the machine stands still.</summary>
    private const int StallSteps = 4;
    private const int LargeBytes = 57 * 1024;

    /// <summary>Once in so many steps of a storm a person sends back what is in the poison queue, and once after it.</summary>
    private const int RedriveSteps = 15;

    private readonly int _seed;
    private readonly World _world;
    private readonly Random _random;
    private readonly Interleaving _work;
    private readonly List<SentMessage> _sent = [];
    private readonly List<ModelProcess> _processes = [];
    private readonly List<Delivered> _delivered = [];
    private readonly List<Delivered> _tasks = [];
    private bool _isRedriven;

    private RandomHistory(int seed)
    {
        _seed = seed;
        _world = new World(seed);
        _random = _world.Random;
        _work = new Interleaving(new Random(seed));
    }

    /// <summary>Runs the history of a seed and gives its facts, and the addresses that are neither in HubSpot nor in the poison queue.</summary>
    public static (HistoryFacts Facts, IReadOnlyList<string> Lost) Run(int seed)
    {
        var history = new RandomHistory(seed);
        return (history.Run(), history.Lost());
    }

    private HistoryFacts Run()
    {
        SendMessages();
        for (var step = 0; step < MaxSteps && !IsOver(); step++)
        {
            _world.IsStormy = step < StormSteps;
            Employ();
            Redrive();
            Deliver();
            _work.Settle();
            Settle();
            Pass();
        }

        return IsOver() ? Facts() : throw new InvalidOperationException(
            $"MODEL_SEED={_seed}: the history does not end within {MaxSteps} steps: {string.Join(", ", _world.Queue.Messages.Select(message => message.Body[..Math.Min(200, message.Body.Length)]))}");
    }

    private void SendMessages()
    {
        var users = 0;
        for (var count = _random.Next(1, 12); count > 0; count--)
        {
            var size = _random.Next(4) is 0 ? _random.Next(2, _random.Next(8) is 0 ? 130 : 12) : 1;
            var id = _random.Next(4) is 0 ? $"key-{count}" : null;
            var body = Body(id, size, ref users);
            for (var copies = id is not null && _random.Next(2) is 0 ? 2 : 1; copies > 0; copies--)
            {
                var message = _world.Queue.Send(body, TimeSpan.FromSeconds(_random.Next(10)));
                _sent.Add(new SentMessage(id ?? message.Id, body));

                // Producers correct a message under its id, or use an id twice.
                body = _random.Next(3) is 0 ? Body(id, size, ref users) : body;
            }
        }
    }

    private string Body(string? id, int size, ref int users)
    {
        var inputs = new List<string>();
        while (inputs.Count < size)
        {
            inputs.Add(User(users++));
        }

        return $$"""{{{(id is null ? string.Empty : $"\"id\":\"{id}\",")}}"inputs":[{{string.Join(',', inputs)}}]}""";
    }

    private string User(int number)
    {
        var twin = _random.Next(30) is 0 ? _random.Next(number + 1) : number;
        var bad = _random.Next(25) is 0 ? ",\"not_a_property\":\"x\"" : string.Empty;
        var sensitive = _random.Next(60) is 0 ? ",\"sensitive\":\"x\"" : string.Empty;
        var fatal = _random.Next(120) is 0 ? ",\"fatal\":\"x\"" : string.Empty;
        var large = _random.Next(60) is 0 ? $",\"hs_job_title\":\"{new string('x', LargeBytes)}\"" : string.Empty;
        return $$"""{"properties":{"hs_email":"user{{twin}}@model.example"{{bad}}{{sensitive}}{{fatal}}{{large}}},"associations":[]}""";
    }

    /// <summary>Keeps one process or two at work, and kills one now and then.</summary>
    private void Employ()
    {
        if (_world.IsStormy && _processes.Count > 0 && _random.Next(40) is 0)
        {
            _processes[_random.Next(_processes.Count)].Fate.Die();
        }

        _processes.RemoveAll(process => process.Fate.IsDead);
        while (_processes.Count < (_world.IsStormy ? 2 : 1))
        {
            var process = new ModelProcess(_world);
            _work.Complete(process.StartAsync);
            _processes.Add(process);
        }
    }

    /// <summary>Only where HubSpot can be asked does a person decide about doubt without looking: elsewhere that may create a user twice.</summary>
    private void Redrive()
    {
        var isDue = _world.IsStormy ? _random.Next(RedriveSteps) is 0 : !_isRedriven && _world.Queue.Messages.Count is 0;
        if (isDue && _world.Poison.Messages.Count > 0)
        {
            _isRedriven |= !_world.IsStormy;
            var process = _processes[_random.Next(_processes.Count)];
            _ = _work.Begin(() => process.RedriveAsync(_world.HasUniqueProperty));
        }
    }

    private void Deliver()
    {
        Deliver(_world.Queue, _delivered, (process, message) => process.Handler.HandleAsync(message, CancellationToken.None));
        Deliver(_world.Tasks, _tasks, (process, message) => process.Tasks.HandleAsync(message, CancellationToken.None));
    }

    private void Deliver(ModelQueue queue, List<Delivered> deliveries, Func<ModelProcess, QueueMessage, Task> handle)
    {
        foreach (var message in queue.Messages.Where(message => message.VisibleAt <= _world.Time.GetUtcNow()))
        {
            message.DequeueCount++;
            message.VisibleAt = _world.Time.GetUtcNow() + World.Lease;
            var process = _processes[_random.Next(_processes.Count)];
            var delivery = QueuesModelFactory.QueueMessage(
                message.Id, "receipt", BinaryData.FromString(message.Body), message.DequeueCount, message.VisibleAt, message.InsertedOn, expiresOn: null);
            deliveries.Add(new Delivered(message, process, _work.Begin(() => handle(process, delivery)))
            {
                HasLostLease = _world.IsStormy && _random.Next(30) is 0,
            });
        }
    }

    private void Settle()
    {
        Settle(_world.Queue, _delivered);
        Settle(_world.Tasks, _tasks);
    }

    /// <summary>Does what the host does with finished and unfinished invocations.</summary>
    private void Settle(ModelQueue queue, List<Delivered> deliveries)
    {
        foreach (var delivered in deliveries.ToArray())
        {
            if (delivered.Process.Fate.IsDead)
            {
                deliveries.Remove(delivered);
            }
            else if (delivered.Handling.IsCompletedSuccessfully)
            {
                deliveries.Remove(delivered);
                if (!delivered.HasLostLease || delivered.Message.VisibleAt > _world.Time.GetUtcNow())
                {
                    queue.Delete(delivered.Message);
                }
            }
            else if (delivered.Handling.IsCompleted)
            {
                deliveries.Remove(delivered);
                AssertExpected(delivered.Handling);
                delivered.Message.VisibleAt = _world.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
            }
            else if (!delivered.HasLostLease && delivered.Message.VisibleAt - _world.Time.GetUtcNow() < World.Lease / 2)
            {
                delivered.Message.VisibleAt = _world.Time.GetUtcNow() + World.Lease;
            }
        }
    }

    /// <summary>Only storage may fail an invocation: anything else would be retried forever, and the history would show nothing.</summary>
    private static void AssertExpected(Task handling)
    {
        if (handling.Exception?.InnerException is { } failure && !StorageFailure.Is(failure))
        {
            throw new InvalidOperationException("An invocation failed, and not because of storage.", failure);
        }
    }

    /// <summary>Lets some time pass; when nothing else is going on, as much as it takes until a message is visible.</summary>
    private void Pass()
    {
        if (_world.IsStormy && _random.Next(OutageSteps) is 0)
        {
            _world.TablesAwayUntil = _world.Time.GetUtcNow() + TimeSpan.FromSeconds(_random.Next(30, 300));
        }

        var step = TimeSpan.FromMilliseconds(_random.Next(1, 3000));
        ModelMessage[] waiting = [.. _world.Queue.Messages, .. _world.Tasks.Messages];
        if (_delivered.Count + _tasks.Count is 0 && waiting.Length > 0)
        {
            var untilVisible = waiting.Min(message => message.VisibleAt) - _world.Time.GetUtcNow();
            step = untilVisible > step ? untilVisible : step;
        }

        Advance(step, isStalled: _random.Next(StallSteps) is 0);
        if (!_world.IsStormy && _world.Queue.Messages.Count is 0)
        {
            Sweep();
        }
    }

    /// <summary>Lets time pass from one timer to the next, or at once, as for a machine that stood still: all that was due meanwhile is then late.</summary>
    private void Advance(TimeSpan time, bool isStalled)
    {
        while (time > TimeSpan.Zero)
        {
            var next = !isStalled && _world.Time.UntilNext is { } wait && wait < time ? wait : time;
            next = next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1);
            time -= next;
            _work.Begin(() => _world.Time.Advance(next));
            _work.Settle();
        }
    }

    private void Sweep()
    {
        _processes.RemoveAll(process => process.Fate.IsDead);
        if (_processes.Count > 0)
        {
            _work.Complete(_processes[0].SweepAsync);
        }
    }

    private bool IsOver() => !_world.IsStormy && _world.Queue.Messages.Count is 0 && _world.Tasks.Messages.Count is 0 && _delivered.Count + _tasks.Count is 0
        && (_isRedriven || _world.Poison.Messages.Count is 0) && _world.Tables.Intents.Rows.Count is 0;

    private List<string> Lost()
    {
        var created = _world.HubSpot.Addresses;
        return [.. _sent.SelectMany(message => MessageInputs.Of(message.Body))
            .Select(input => MessageInputs.ValueOf(input, "hs_email")!)
            .Where(address => !created.Contains(address) && !_world.Poison.Messages.Any(message => message.Body.Contains($"\"{address}\"", StringComparison.Ordinal)))];
    }

    private HistoryFacts Facts()
    {
        var sources = _sent.ToLookup(message => message.SourceId, StringComparer.Ordinal);
        return new HistoryFacts
        {
            Inputs = [.. _sent.DistinctBy(message => (message.SourceId, message.Body)).SelectMany(message => MessageInputs.Of(message.Body)
                .Select((input, index) => new SentInput(string.Create(CultureInfo.InvariantCulture, $"{message.SourceId}-{index}"), _world.HasUniqueProperty ? MessageInputs.ValueOf(input, "hs_email") : null)))],
            Rows = [.. _world.Tables.Users.Rows.Select(row => new OutcomeRow(
                row.RowKey, row.GetString("Outcome"), row.GetString("HubSpotId"), row.GetString("ExistingId"), row.GetBoolean("Reconciled") ?? false))],
            BatchIds = _world.Tables.Batches.Rows
                .SelectMany(row => JsonNode.Parse(row.GetString("CreatedIds") ?? "[]")!.AsArray().Select(id => id!.GetValue<string>()))
                .ToHashSet(StringComparer.Ordinal),
            Created = _world.HubSpot.Created,
            Poisoned = [.. _world.Poison.Messages.SelectMany(message => PoisonedInputs.Read(message.Body, sources))],
            Waiting = _world.Queue.Messages.Count,
            Intents = _world.Tables.Intents.Rows.Count,
            MaxCallsInTenSeconds = 0,
            RateLimit = 0,
        };
    }
}
