namespace Benchmarks.Limit;

/// <summary>What some processes made of the limit in the time measured.</summary>
/// <param name="Processes">How many processes shared it.</param>
/// <param name="Calls">Calls HubSpot received.</param>
/// <param name="Allowed">Calls that the limit allows in that time, and with slow responses the batches that may be in flight.</param>
/// <param name="Used">Calls received and not refused over calls allowed.</param>
/// <param name="CallsByTenSeconds">Calls of each ten seconds, from the first call on.</param>
/// <param name="TooManyRequests">Responses 429; none is good.</param>
/// <param name="MaxCallsInTenSeconds">The most calls in any ten seconds.</param>
/// <param name="Fill">Users in a batch on average over the most a batch may have.</param>
/// <param name="UsersPerSecond">Users created a second.</param>
/// <param name="CreatedTwice">Users HubSpot has more than once.</param>
internal sealed record LimitShare(
    int Processes,
    int Calls,
    double Allowed,
    double Used,
    IReadOnlyList<int> CallsByTenSeconds,
    int TooManyRequests,
    int MaxCallsInTenSeconds,
    double Fill,
    double UsersPerSecond,
    int CreatedTwice);
