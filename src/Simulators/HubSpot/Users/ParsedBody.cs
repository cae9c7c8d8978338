using System.Text.Json;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>The body of a batch call, read once; what is wrong with it is reported when the call is executed.</summary>
internal sealed record ParsedBody
{
    private static readonly ParsedBody Empty = new();

    public IReadOnlyList<CreateInput> Creates { get; private init; } = [];

    public ReadRequest? Read { get; private init; }

    /// <summary>The token that is asked about.</summary>
    public string? TokenKey { get; private init; }

    /// <summary>HubSpot's message about a body it cannot read.</summary>
    public string? Malformed { get; private init; }

    public int Inputs => Read?.Ids.Count ?? Creates.Count;

    public string[] TraceIds => [.. Creates.Where(input => input.TraceId is not null).Select(input => input.TraceId!)];

    public static ParsedBody Parse(Operation operation, ReadOnlyMemory<byte> json)
    {
        try
        {
            return operation switch
            {
                Operation.BatchCreate => new ParsedBody { Creates = BodyReader.ReadCreates(json) },
                Operation.BatchRead => new ParsedBody { Read = BodyReader.ReadRead(json) },
                Operation.TokenInfo => new ParsedBody { TokenKey = JsonSerializer.Deserialize(json.Span, WireJson.Readable.TokenInfoRequest)?.TokenKey },
                _ => Empty,
            };
        }
        catch (MalformedRequestException exception)
        {
            return new ParsedBody { Malformed = exception.Message };
        }
        catch (JsonException exception)
        {
            return new ParsedBody
            {
                Malformed = $"Invalid input JSON on line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: unexpected input",
            };
        }
    }
}
