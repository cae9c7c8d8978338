using System.CommandLine;
using System.Globalization;
using Cli.Connection;
using Cli.Wire;

namespace Cli.Poison;

/// <summary>The options that say which messages of the poison queue are meant.</summary>
internal sealed class PoisonFilterOptions
{
    private readonly Option<string?> _reason = new Option<string?>("--reason") { Description = "Those of one reason." }
        .AcceptOnlyFromAmong("InvalidMessage", "InvalidInput", "Rejected", "IdReused", "Unknown", "RetriesExhausted", "Expired", "Host");

    private readonly Option<string?> _request = new("--request") { Description = "Those of a request, of a queue message, or of a producer's id." };
    private readonly Option<string?> _id = new("--id") { Description = "One message, by its id on the poison queue, as poison list shows it." };
    private readonly Option<DateTimeOffset?> _from = Time("--from", "Those poisoned at this time or later, such as 2026-11-24T09:00Z.");
    private readonly Option<DateTimeOffset?> _to = Time("--to", "Those poisoned at this time or earlier.");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_reason, _request, _id, _from, _to];

    /// <summary>Reads which are meant.</summary>
    public PoisonRequest Read(CommandCall call) => new()
    {
        Reason = call.Get(_reason),
        Source = call.Get(_request),
        Id = call.Get(_id),
        From = call.Get(_from),
        To = call.Get(_to),
    };

    /// <summary>Whether anything is said of them.</summary>
    public static bool IsEmpty(PoisonRequest request) => request is { Reason: null, Source: null, Id: null, From: null, To: null };

    /// <summary>The same as a query.</summary>
    public static string QueryOf(PoisonRequest request) => string.Join('&', new (string Name, string? Value)[]
    {
        ("reason", request.Reason),
        ("source", request.Source),
        ("id", request.Id),
        ("from", request.From?.ToString("O", CultureInfo.InvariantCulture)),
        ("to", request.To?.ToString("O", CultureInfo.InvariantCulture)),
    }.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name} must be like 2026-11-24T09:00Z.");
            return null;
        },
    };
}
