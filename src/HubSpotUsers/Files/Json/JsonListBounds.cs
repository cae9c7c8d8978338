using System.Text.Json;
using HubSpotUsers.Files.Records;

namespace HubSpotUsers.Files.Json;

/// <summary>
/// The users of one JSON text: an array of them, an object with the array <c>inputs</c>, or one user. After text that is not valid JSON
/// nothing more can be read, which its fault says.
/// </summary>
internal sealed class JsonListBounds : IRecordBounds
{
    private const string NotJson = "The text is not valid JSON from here on; nothing after it was read.";
    private const string More = "Text follows the users; it was not read.";
    private const string NotList = "The file must be a JSON array of users, an object with the array inputs, or one user.";

    private const string TooLarge = "The user has more bytes than any message takes; nothing after it was read.";

    private Place _place;

    private enum Place
    {
        Start,
        List,
        Ended,
        Broken,
    }

    /// <summary>Whether the file ended amid the list; said once.</summary>
    public bool CutOff()
    {
        var isCutOff = _place is Place.List;
        _place = Place.Broken;
        return isCutOff;
    }

    public RecordBound Find(ReadOnlySpan<byte> text, byte lineEnd, RecordExtent extent)
    {
        if (_place is Place.Broken)
        {
            return new RecordBound(text.Length) { IsBetween = true };
        }

        var between = text.IndexOfAnyExcept(_place is Place.List ? " \t\r\n,"u8 : " \t\r\n"u8);
        if (between is not 0)
        {
            return new RecordBound(between < 0 ? text.Length : between) { IsBetween = true };
        }

        return _place switch
        {
            Place.Start => FindList(text, extent),
            Place.List when text[0] is (byte)']' => End(),
            Place.List => FindUser(text, extent),
            _ when text[0] is (byte)'}' => End(),
            _ => Break(text, More),
        };
    }

    private RecordBound FindList(ReadOnlySpan<byte> text, RecordExtent extent)
    {
        if (text[0] is (byte)'[')
        {
            _place = Place.List;
            return new RecordBound(1) { IsBetween = true };
        }

        try
        {
            var reader = new Utf8JsonReader(text, extent is RecordExtent.All, default);
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && IsInputs(ref reader))
                {
                    return reader.Read() && reader.TokenType is JsonTokenType.StartArray ? Begin((int)reader.BytesConsumed) : Missing(text, extent);
                }

                if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 })
                {
                    _place = Place.Ended;
                    return new RecordBound((int)reader.BytesConsumed);
                }
            }

            return Missing(text, extent);
        }
        catch (JsonException)
        {
            return Break(text, NotList);
        }
    }

    /// <summary>Whether a name is that of the list. One with half of a surrogate pair is no text, so it is not.</summary>
    private static bool IsInputs(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("inputs"u8);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private RecordBound FindUser(ReadOnlySpan<byte> text, RecordExtent extent)
    {
        try
        {
            var reader = new Utf8JsonReader(text, extent is RecordExtent.All, default);
            return reader.Read() && reader.TrySkip() && (text[0] is (byte)'{' or (byte)'[' or (byte)'"' || extent is RecordExtent.All || reader.BytesConsumed < text.Length)
                ? new RecordBound((int)reader.BytesConsumed)
                : Missing(text, extent);
        }
        catch (JsonException)
        {
            return Break(text, NotJson);
        }
    }

    private RecordBound Begin(int length)
    {
        _place = Place.List;
        return new RecordBound(length) { IsBetween = true };
    }

    private RecordBound Missing(ReadOnlySpan<byte> text, RecordExtent extent) => extent switch
    {
        RecordExtent.All => Break(text, NotJson),
        RecordExtent.Full => Break(text, TooLarge),
        _ => new RecordBound(0),
    };

    private RecordBound End()
    {
        _place = Place.Ended;
        return new RecordBound(1) { IsBetween = true };
    }

    private RecordBound Break(ReadOnlySpan<byte> text, string fault)
    {
        _place = Place.Broken;
        return new RecordBound(text.Length, fault);
    }
}
