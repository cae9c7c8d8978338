using FsCheck;
using FsCheck.Fluent;
using HubSpotUsers.HubSpot.Wire;

namespace Testing.Builders;

/// <summary>Generates responses to a batch of <see cref="InputCount"/>, most of them odd.</summary>
internal static class ResponseArbitraries
{
    public const int InputCount = 5;

    private static readonly string?[] TraceIds = ["key-0", "key-1", "key-2", "key-3", "key-4", "foreign", "", null];
    private static readonly string?[] Ids = ["1", "2", "3", "4", "5", "6", "", null];
    private static readonly string?[] Emails = ["user0@example.com", "USER1@example.com", "user2@example.com", "user3@example.com", "user9@example.com", null];

    public static Arbitrary<BatchResponse> Responses() => (
        from status in Gen.Elements("COMPLETE", "PENDING", "PROCESSING", "CANCELED", "CANCELLED", "ODD", null)
        from results in Record().ListOf()
        from errors in Error().ListOf()
        from counted in Gen.Choose(-1, 6)
        from missing in Gen.Choose(0, 9)
        select new BatchResponse
        {
            Status = status,
            Results = missing is 0 ? null : [.. results.Take(8)],
            Errors = missing is 1 ? null : [.. errors.Take(6)],
            NumErrors = counted < 0 ? null : counted,
        }).ToArbitrary();

    private static Gen<UserRecord?> Record() =>
        from id in Gen.Elements(Ids)
        from traceId in Gen.Elements(TraceIds)
        from email in Gen.Elements(Emails)
        from kind in Gen.Choose(0, 9)
        select kind switch
        {
            0 => null,
            1 => new UserRecord { Id = id, ObjectWriteTraceId = traceId },
            _ => HubSpotResponses.Record(id, traceId, ("hs_email", email)),
        };

    private static Gen<StandardError?> Error() =>
        from category in Gen.Elements("VALIDATION_ERROR", "CONFLICT", "", null)
        from message in Gen.Elements("Bad", "Existing ID: 9", "p{propertyName=hs_email, value=user1@example.com} on 1. 2 already has that value.", "[", "[{}]", "\"user0@example.com\"", "", null)
        from traceIds in Gen.Elements(TraceIds).ListOf()
        from kind in Gen.Choose(0, 9)
        select kind switch
        {
            0 => null,
            1 => new StandardError { Category = category, Message = message },
            2 => new StandardError { Context = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["objectWriteTraceId"] = null!, ["existingId"] = null! } },
            3 => new StandardError { Category = category, Message = message, ObjectWriteTraceId = [string.Join(", ", traceIds.Take(2))] },
            _ => new StandardError { Category = category, Message = message, Context = HubSpotResponses.Context(("objectWriteTraceId", [.. traceIds.Take(4)!])) },
        };
}
