using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>The row of an intent.</summary>
internal static class IntentRow
{
    public const string Partition = "intent";

    private const string Inputs = "Inputs";

    /// <summary>The key of a batch's row.</summary>
    public static string Key(Guid batchId) => batchId.ToString("N");

    /// <summary>Makes the row.</summary>
    public static TableEntity Create(Intent intent)
    {
        var row = new TableEntity(Partition, Key(intent.BatchId))
        {
            ["OpenedAt"] = intent.OpenedAt,
            ["ExpiresAt"] = intent.ExpiresAt,
            ["IsReleased"] = intent.IsReleased,
        };
        row.AddText(Inputs, JsonSerializer.Serialize(intent.Inputs, LedgerJson.Default.IReadOnlyListIntentInput));
        return row;
    }

    /// <summary>Reads a row, as far as this version understands it: in doubt its process lives, and its inputs may have been sent at any time.</summary>
    /// <param name="lifetime">How long an intent lives that does not say so.</param>
    /// <returns>The intent; null when the row is of no batch.</returns>
    public static Intent? Read(TableEntity row, TimeSpan lifetime)
    {
        if (!Guid.TryParseExact(row.RowKey, "N", out var batchId))
        {
            return null;
        }

        var inputs = ReadInputs(row.GetText(Inputs));
        var openedAt = row.Time("OpenedAt");
        return new Intent(
            batchId,
            [.. inputs.OfType<IntentInput>()],
            openedAt ?? DateTimeOffset.MinValue,
            row.Time("ExpiresAt") ?? (openedAt ?? row.Timestamp ?? DateTimeOffset.MinValue) + lifetime,
            row.Says("IsReleased"))
        {
            IsWhole = !inputs.Contains(null),
        };
    }

    /// <summary>Reads the inputs, with null for each that cannot be read, and for a list that cannot.</summary>
    private static List<IntentInput?> ReadInputs(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Array ? [.. json.RootElement.EnumerateArray().Select(TryReadInput)] : [null];
        }
        catch (JsonException)
        {
            return [null];
        }
    }

    private static IntentInput? TryReadInput(JsonElement input)
    {
        try
        {
            return ReadInput(input);
        }
        catch (InvalidOperationException)
        {
            // A name or value in it is not text: half of a surrogate pair.
            return null;
        }
    }

    private static IntentInput? ReadInput(JsonElement input)
    {
        if (Text(input, nameof(IntentInput.Partition)) is not { } partition || !InputKey.IsPossible(partition) || Text(input, nameof(IntentInput.Key)) is not { } key || !InputKey.IsPossible(key))
        {
            return null;
        }

        return new IntentInput(
            partition,
            key,
            TimeOf(input, nameof(IntentInput.SentAt), DateTimeOffset.MinValue),
            TimeOf(input, nameof(IntentInput.LastSentAt), otherwise: null),
            Text(input, nameof(IntentInput.CallId)) is { } id && Guid.TryParse(id, out var callId) ? callId : null);
    }

    /// <summary>Reads a time that may be missing.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What one that is there and cannot be read stands for.</param>
    private static DateTimeOffset? TimeOf(JsonElement input, string name, DateTimeOffset? otherwise) => Member(input, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text when text.TryGetDateTimeOffset(out var time) => time,
        _ => otherwise,
    };

    private static string? Text(JsonElement input, string name) => Member(input, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement input, string name) =>
        input.ValueKind is JsonValueKind.Object && input.TryGetProperty(name, out var member) ? member : null;
}

/// <summary>Source-generated JSON of the lists that rows hold.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<IntentInput>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string?>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
