using System.Globalization;
using Microsoft.Extensions.Primitives;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary><c>GET {id}</c> and the paged list.</summary>
internal sealed class SingleReads(UserStore store)
{
    private const int DefaultLimit = 10;
    private const int MostLimit = 100;

    public CallResponse Get(ApiCall call)
    {
        var idProperty = (string?)call.Query["idProperty"];
        if (ReadableProperty.Refuse(idProperty, call.Settings) is { } refusal)
        {
            return ErrorResponses.Validation(call.CorrelationId, refusal);
        }

        return store.Find(ReadableProperty.Normalize(idProperty), call.Route.UserId) is { } user
            ? CallResponse.Json(200, UserBodies.Read(user, Names(call.Query["properties"]), call.Settings), WireJson.Readable.UserBody)
            : ErrorResponses.NotFound(call.CorrelationId);
    }

    public CallResponse List(ApiCall call)
    {
        if (!TryNumber(call.Query["limit"], DefaultLimit, out var limit) || limit is < 1 or > MostLimit)
        {
            return ErrorResponses.Validation(call.CorrelationId, $"limit must be a number from 1 to {MostLimit}");
        }

        if (!TryNumber(call.Query["after"], 0, out var after))
        {
            return ErrorResponses.Validation(call.CorrelationId, "after is not a paging cursor");
        }

        var users = store.Page(after, (int)limit + 1);
        var names = Names(call.Query["properties"]).ToList();
        var results = users.Take((int)limit).Select(user => UserBodies.Read(user, names, call.Settings)).ToList();
        var paging = users.Count > limit ? NextAfter(call, results[^1].Id, limit) : null;
        return CallResponse.Json(200, new UserPage(results, paging), WireJson.Readable.UserPage);
    }

    private static ForwardPaging NextAfter(ApiCall call, string id, long limit) =>
        new(new NextPage(id, string.Create(CultureInfo.InvariantCulture, $"{call.Address}?limit={limit}&after={id}")));

    private static IEnumerable<string> Names(StringValues values) =>
        values.OfType<string>().SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool TryNumber(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
