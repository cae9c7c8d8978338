using System.Globalization;
using System.Net;
using System.Text.Json;
using Cli.Files;
using Cli.Wire;

namespace Cli.Connection;

/// <summary>Turns a response that is none of success into an error with a next step.</summary>
internal static class ResponseErrors
{
    private const int MaxFaults = 20;

    /// <summary>Reads a response.</summary>
    public static async Task<CliException> OfAsync(HttpResponseMessage response, Deployment deployment, CancellationToken cancellationToken)
    {
        var problem = await ProblemOfAsync(response, cancellationToken);
        return (response.StatusCode, problem) switch
        {
            (HttpStatusCode.Unauthorized, _) => new CliException(
                ExitCode.Refused,
                $"{deployment.Name} does not accept {deployment switch { { Audience: null } => "the key", { Key: null } => $"the token for {deployment.Audience}", _ => $"the key, or the token for {deployment.Audience}" }}.",
                deployment switch
                {
                    { Audience: null } => "Make a key of your own for this app: az functionapp keys set.",
                    { Key: null } => "Pass the app's key, too; check --audience, and that the application is allowed.",
                    _ => "Make a key of your own for this app (az functionapp keys set); check --audience, and that the application is allowed.",
                }),
            (HttpStatusCode.Forbidden, null) => new CliException(ExitCode.Refused, $"{deployment.Name} does not admit this caller.", "Check its access restrictions, and the role of the application."),
            (HttpStatusCode.Forbidden, _) => new CliException(ExitCode.Refused, TextOf(problem)),
            (HttpStatusCode.NotFound, null) => new CliException(ExitCode.Usage, $"{deployment.Name} has no such operation.", "Check --url, and that the app has the tool's version: hubspot-users doctor."),
            ({ } status, null) when (int)status >= 500 => new CliException(ExitCode.Unreachable, $"{deployment.Name} fails with {Number(status)}.", "Retry; run hubspot-users doctor to find the cause."),
            ({ } status, null) => new CliException(ExitCode.Unreachable, $"{deployment.Name} responds with {Number(status)}, which does not come from this app.", "Check --url."),
            (HttpStatusCode.NotImplemented, _) => new CliException(ExitCode.Refused, TextOf(problem)),
            (HttpStatusCode.Conflict, _) when response.Headers.RetryAfter is null => new CliException(ExitCode.Refused, TextOf(problem)),
            (HttpStatusCode.Conflict, _) => new CliException(ExitCode.Unreachable, TextOf(problem), "Run the same command again."),
            ({ } status, _) when (int)status >= 500 => new CliException(ExitCode.Unreachable, TextOf(problem), "Run the same command again; run hubspot-users doctor to find the cause."),
            _ => new CliException(ExitCode.Usage, TextOf(problem)),
        };
    }

    /// <summary>Whether the app itself refused, and not the platform or another server: it says why.</summary>
    public static bool IsOfTheApp(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "application/problem+json";

    private static async Task<Problem?> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return IsOfTheApp(response)
                ? await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancellationToken), CliJson.Default.Problem, cancellationToken)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or HttpIOException)
        {
            return null;
        }
    }

    private static string TextOf(Problem problem) => ColumnTexts.InOwnWords(Describe(problem));

    private static string Describe(Problem problem)
    {
        var faults = problem.Errors?.Select(fault => string.IsNullOrEmpty(fault.Pointer) || fault.Pointer.StartsWith("/header/", StringComparison.Ordinal) ? fault.Detail : $"{fault.Pointer}: {fault.Detail}").ToList() ?? [];
        return faults.Count is 0
            ? $"{problem.Title}{(problem.Detail is { } detail && detail != problem.Title ? $": {detail}" : ".")}"
            : $"{problem.Title}:\n  {string.Join("\n  ", faults.Take(MaxFaults))}{(faults.Count > MaxFaults ? $"\n  and {faults.Count - MaxFaults} more" : string.Empty)}";
    }

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
