using System.Collections.Frozen;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>The words of HubSpot's messages that may be repeated. Given names (may, will, mark, max, per) are left out on purpose.</summary>
internal static class ErrorWords
{
    private const string Words = """
        a about above account accounts action active address addresses after again all allowed already also an and any api app application
        are aren as assigned associate associated association associations at attempt authentication authorized bad batch be because been
        before being below between blank blocked body boolean both bulk but by call calls cannot category center centers change changed
        changing character characters check code codes column companies company conflict conflicting conflicts contact contacts contain
        contains context coordinates correct could couldn create created creating creation credentials crm currently daily data database
        date dates datetime deal deals defined definition delete deleted denied deny deserialize did didn different disabled do does doesn
        domain due duplicate duplicated duplicates e-mail e-mails each either email emails empty enabled ensure entity error errors exceed
        exceeded exceeds exist existing exists expected expired expires fail failed fails failure failures few fewer field fields
        following for forbidden format formatted found from gateway get given granted greater had has hasn have haven here http hub
        hubspot id identifier identifiers ids if in inactive incorrect infer input inputs insufficient integer internal into invalid is
        isn it item items its json key keys label labels large last least length less limit limits line list locked long lookup make many
        match matches maximum media member members message messages method minimum mismatch missing more most moved multiple must name
        names needed no non none nor not null number numbers oauth object objects of on one only operation option options or other others
        out over owner owners page parameter parse parsed path perform permission permissions permitted phone pipeline plan please portal
        position possible prior problem process processed processing properties property propertyname propertyvaluecoordinates provide
        provided rate rated reached read reading reason received recognized record records refused request requests require required
        requires resource response retry role roles rolling same schema scope scopes seat seats second secondly seconds see send sent
        server service set should shouldn similar size small some specified stage status string strings subcategory success successfully
        such supported t taken team teams temporarily ten than that the their them then there these they this those ticket tickets time
        timeout timestamp to token too trace two type types unable unauthorized unavailable undefined under unexpected unique unknown
        unset unsuccessful unsupported until update updated updating upsert url use used user users using valid validation value values
        verify version was wasn were weren when where which while with within without write writing wrong you your zone
        """;

    private static readonly FrozenSet<string> Known = Words
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>HubSpot's codes of errors (HubSpot: Error handling; recorded responses).</summary>
    private static readonly FrozenSet<string> Codes = FrozenSet.Create(
        StringComparer.Ordinal,
        "ASSOCIATION_NOT_FOUND",
        "CONFLICTING_UNIQUE_VALUE",
        "EXPIRED_AUTHENTICATION",
        "HUBSPOT_DEFINED",
        "INTEGRATOR_DEFINED",
        "INTERNAL_ERROR",
        "INVALID_AUTHENTICATION",
        "INVALID_DATE",
        "INVALID_EMAIL",
        "INVALID_INTEGER",
        "INVALID_LONG",
        "INVALID_OPTION",
        "INVALID_OWNER_ID",
        "MISSING_SCOPES",
        "OBJECT_ALREADY_EXISTS",
        "OBJECT_NOT_FOUND",
        "PROPERTY_DOESNT_EXIST",
        "RATE_LIMITS",
        "READ_ONLY_VALUE",
        "REQUIRED_FIELD",
        "USER_DEFINED",
        "VALIDATION_ERROR");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownSpans = Known.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CodeSpans = Codes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word is HubSpot's own and not data.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => KnownSpans.Contains(word) || CodeSpans.Contains(word);
}
