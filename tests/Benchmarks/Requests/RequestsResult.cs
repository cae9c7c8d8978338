namespace Benchmarks.Requests;

/// <summary>Requests of one user each at a constant rate; HubSpot takes 300 ms, which every time includes.</summary>
/// <param name="RequestsPerSecond">How many were sent a second.</param>
/// <param name="Requests">How many were measured.</param>
/// <param name="Refused">How many did not get 200.</param>
/// <param name="GoalMilliseconds">The longest 99th percentile that is good.</param>
/// <param name="P50">The median, in milliseconds, from when the request was due to its whole response.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Longest">The longest.</param>
/// <param name="UsersPerCall">Users in a call on average.</param>
internal sealed record RequestsResult(
    int RequestsPerSecond, int Requests, int Refused, double GoalMilliseconds, double P50, double P99, double Longest, double UsersPerCall);
