using System.Globalization;
using System.Text.Json.Nodes;
using History;

namespace HubSpotUsers.Tests.Model;

/// <summary>
/// HubSpot, small: users unique by e-mail address, partial success, responses lost before and after they are true, calls applied late, calls
/// that are refused whole, or fail, because of what one user has, records that do not show their values, and errors that name other trace ids.
/// </summary>
internal sealed class ModelHubSpot(World world)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(world.Random.Next());
    private readonly Dictionary<string, (string Id, DateTimeOffset CreatedAt)> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HubSpotRecord> _created = [];
    private int _calls;

    public IReadOnlyList<HubSpotRecord> Created
    {
        get
        {
            lock (_lock)
            {
                return [.. _created];
            }
        }
    }

    /// <summary>The addresses of all users.</summary>
    public IReadOnlySet<string> Addresses
    {
        get
        {
            lock (_lock)
            {
                return _users.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    public int Calls => Volatile.Read(ref _calls);

    public async Task<(int Status, string? Response)> CreateAsync(string body, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var inputs = JsonNode.Parse(body)!["inputs"]!.AsArray();
        var fault = Draw(world.IsStormy ? 18 : 0);
        if (fault is 1)
        {
            return (429, """{"status":"error","category":"RATE_LIMITS","policyName":"TEN_SECONDLY_ROLLING"}""");
        }

        if (fault is 2)
        {
            return (503, "<html>busy</html>");
        }

        if (RefusalFor(inputs) is { } refusal)
        {
            return refusal;
        }

        if (fault is 3)
        {
            return (0, null);
        }

        if (fault is 4)
        {
            _ = ApplyLateAsync(inputs);
            return (0, null);
        }

        if (inputs.Count > 1 && fault is 5)
        {
            return (400, """{"status":"error","category":"VALIDATION_ERROR","message":"One of them is bad."}""");
        }

        if (fault is 10 && Draw(4) is 0)
        {
            return (429, """{"status":"error","category":"RATE_LIMITS","policyName":"DAILY","message":"You have reached your daily limit."}""");
        }

        if (fault is 11)
        {
            return (477, """{"status":"error","category":"MIGRATION_IN_PROGRESS","message":"The account is being moved."}""");
        }

        if (fault is 12 && Draw(4) is 0)
        {
            return (401, """{"status":"error","category":"INVALID_AUTHENTICATION","message":"The token is not valid."}""");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(Draw(2000)), world.Time, cancellationToken);
        var response = Apply(inputs);
        return fault switch
        {
            6 => (502, "<html>gateway</html>"),
            7 => (0, null),
            8 => (201, response[..(response.Length / 2)]),
            9 => (201, """{"status":"COMPLETE","results":[]}"""),
            _ => (201, response),
        };
    }

    public async Task<(int Status, string? Response)> ReadAsync(string body, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (world.IsStormy && Draw(8) is 1)
        {
            return (500, "{}");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(Draw(500)), world.Time, cancellationToken);
        var results = new JsonArray();
        var showsValues = !world.IsStormy || Draw(6) > 0;
        lock (_lock)
        {
            foreach (var value in JsonNode.Parse(body)!["inputs"]!.AsArray().Select(input => input!["id"]!.GetValue<string>()))
            {
                if (_users.TryGetValue(value, out var user))
                {
                    results.Add(new JsonObject
                    {
                        ["id"] = user.Id,
                        ["createdAt"] = user.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
                        ["properties"] = showsValues ? new JsonObject { ["hs_email"] = value } : null,
                    });
                }
            }
        }

        return (207, new JsonObject { ["status"] = "COMPLETE", ["results"] = results }.ToJsonString());
    }

    /// <summary>What HubSpot, or a firewall in front of it, has against a whole call because of one of its users; null for nothing.</summary>
    private (int Status, string Response)? RefusalFor(JsonArray inputs) =>
        Has(inputs, "sensitive") && Draw(2) is 0 ? (403, """{"status":"error","category":"MISSING_SCOPES","message":"The token may not write one of the properties."}""")
        : Has(inputs, "sensitive") ? (406, "<html>firewall</html>")
        : Has(inputs, "fatal") ? (500, "{}")
        : null;

    private static bool Has(JsonArray inputs, string property) => inputs.Any(input => input!["properties"]![property] is not null);

    private async Task ApplyLateAsync(JsonArray inputs)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Draw(14_000)), world.Time);
        Apply(inputs);
    }

    private string Apply(JsonArray inputs)
    {
        var (results, errors) = (new List<JsonNode>(), new JsonArray());
        lock (_lock)
        {
            foreach (var input in inputs)
            {
                var (traceId, email) = (input!["objectWriteTraceId"]!.GetValue<string>(), input["properties"]!["hs_email"]!.GetValue<string>());
                if (input["properties"]!["not_a_property"] is not null)
                {
                    errors.Add(Error("VALIDATION_ERROR", "It does not exist", world.IsStormy && Draw(4) is 0 ? $"{traceId}x" : traceId));
                }
                else if (world.HasUniqueProperty && _users.TryGetValue(email, out var known))
                {
                    errors.Add(Error("CONFLICT", $"User already exists. Existing ID: {known.Id}", traceId));
                }
                else
                {
                    var id = (_created.Count + 1).ToString(CultureInfo.InvariantCulture);
                    _users[email] = (id, world.Time.GetUtcNow());
                    _created.Add(new HubSpotRecord(id, traceId, world.HasUniqueProperty ? email : null));
                    results.Add(new JsonObject { ["id"] = id, ["objectWriteTraceId"] = traceId, ["properties"] = new JsonObject { ["hs_email"] = email } });
                }
            }
        }

        var shuffled = results.ToArray();
        lock (_random)
        {
            _random.Shuffle(shuffled);
        }

        return new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray(shuffled), ["numErrors"] = errors.Count, ["errors"] = errors }.ToJsonString();
    }

    private static JsonObject Error(string category, string message, string traceId) => new()
    {
        ["status"] = "error",
        ["category"] = category,
        ["message"] = message,
        ["context"] = new JsonObject { ["objectWriteTraceId"] = new JsonArray(traceId) },
    };

    private int Draw(int below)
    {
        lock (_random)
        {
            return _random.Next(below);
        }
    }
}
