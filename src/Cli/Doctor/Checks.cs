using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;

namespace Cli.Doctor;

/// <summary>The checks of a deployment, in the order in which a fault of one explains those after it.</summary>
/// <param name="client">The app.</param>
internal sealed class Checks(AppClient client, TimeProvider time)
{
    private const string Address = "address";
    private const string Access = "access";
    private const string ImportName = "import";
    private const string RightsName = "rights";
    private const string FindName = "find a person";

    /// <summary>Certificates and storage signatures stop working at some minutes; times in lists are wrong before.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(30);

    /// <summary>Runs the checks until one fails without which the others cannot be made.</summary>
    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var health = await TryAsync(HttpMethod.Get, "health", body: null, cancellationToken);
        yield return Reached(health);
        if (health.Response is not { } reached)
        {
            yield break;
        }

        if (SkewOf(reached) is { } skew)
        {
            yield return skew;
        }

        if (await ReadAsync(reached, CliJson.Default.HealthView, cancellationToken) is not { } view)
        {
            yield return CheckFinding.Fail("app", $"GET /api/health gave {(int)reached.StatusCode} and no health of this app.", "Check --url, and that the app is deployed: docs/deploy.md.");
            yield break;
        }

        foreach (var finding in HealthChecks.Of(view))
        {
            yield return finding;
        }

        using var status = await TryAsync(HttpMethod.Get, "status", body: null, cancellationToken);
        var read = status.Response is { IsSuccessStatusCode: true } given ? await ReadAsync(given, CliJson.Default.StatusView, cancellationToken) : null;
        yield return Let(status.Response, read);
        if (read is null)
        {
            yield break;
        }

        foreach (var finding in StatusChecks.Of(read))
        {
            yield return finding;
        }

        foreach (var finding in await RightsAsync(cancellationToken))
        {
            yield return finding;
        }

        yield return await CanImportAsync(cancellationToken);
        yield return await CanFindAsync(cancellationToken);
    }

    private async Task<Attempt> TryAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        try
        {
            return new Attempt(await client.ProbeAsync(request, cancellationToken), Error: null);
        }
        catch (CliException exception)
        {
            return new Attempt(Response: null, exception);
        }
    }

    private CheckFinding Reached(Attempt health) => health.Error is { } error
        ? CheckFinding.Fail(Address, error.Message, error.NextStep ?? "Check --url and your network.")
        : CheckFinding.Ok(Address, $"{client.Deployment.Name} responds.");

    private CheckFinding? SkewOf(HttpResponseMessage response)
    {
        if (response.Headers.Date is not { } theirs)
        {
            return null;
        }

        var skew = time.GetUtcNow() - theirs;
        return skew.Duration() > MaxSkew
            ? CheckFinding.Warn("clock", $"This machine is {Words.Of(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the app.", "Set this machine's clock by a time server.")
            : CheckFinding.Ok("clock", "This machine and the app agree.");
    }

    private CheckFinding Let(HttpResponseMessage? response, StatusView? read) => (response?.StatusCode, read) switch
    {
        (_, not null) => CheckFinding.Ok(Access, client.Deployment.Key is null ? "The token is accepted." : "The key is accepted."),
        (HttpStatusCode.Unauthorized, _) => CheckFinding.Fail(Access, client.Deployment.Key is null ? "The token is not accepted." : "The key is not accepted.", "Make a key of your own for this app (az functionapp keys set), or check --audience."),
        (HttpStatusCode.Forbidden, _) => CheckFinding.Fail(Access, "The app does not admit this caller.", "Check its access restrictions, and the role of the application."),
        (HttpStatusCode.NotFound, _) => CheckFinding.Fail(Access, "The app has no status.", "The app is older than the tool: deploy the version that belongs to it."),
        (null, _) => CheckFinding.Fail(Access, "The app stopped responding.", "Run the command again."),
        ({ } status, _) => CheckFinding.Fail(Access, $"GET /api/status gave {(int)status}.", "Look into the app's log: docs/runbook.md."),
    };

    private async Task<IEnumerable<CheckFinding>> RightsAsync(CancellationToken cancellationToken)
    {
        using var rights = await TryAsync(HttpMethod.Get, "rights", body: null, cancellationToken);
        var read = rights.Response is { IsSuccessStatusCode: true } given ? await ReadAsync(given, CliJson.Default.RightsView, cancellationToken) : null;
        return (read, rights.Response?.StatusCode) switch
        {
            ({ } view, _) => RightsChecks.Of(view),
            (_, HttpStatusCode.NotFound) => [CheckFinding.Warn(RightsName, "The app does not tell its rights.", "The app is older than the tool: deploy the version that belongs to it.")],
            (_, { } status) => [CheckFinding.Fail(RightsName, $"GET /api/rights gave {(int)status}.", "Look into the app's log: docs/runbook.md.")],
            _ => [CheckFinding.Fail(RightsName, rights.Error?.Message ?? "The app stopped responding.", "Run the command again.")],
        };
    }

    /// <summary>A dry run asks the account for its properties, with the app's token, and sends nothing.</summary>
    private async Task<CheckFinding> CanImportAsync(CancellationToken cancellationToken)
    {
        using var body = new StringContent("hs_email\ndoctor@example.com\n", Encoding.UTF8, "text/csv");
        using var import = await TryAsync(HttpMethod.Post, "users/import?dryRun=true", body, cancellationToken);
        return import.Response?.StatusCode switch
        {
            HttpStatusCode.OK when await ReadAsync(import.Response, CliJson.Default.ImportCheck, cancellationToken) is { File.PropertiesChecked: false } =>
                CheckFinding.Warn(ImportName, "A dry run with one user passes, but the account's properties cannot be read: columns are checked by the form of their names only.", "Let the token read the properties of users (GET crm/v3/properties/users)."),
            HttpStatusCode.OK => CheckFinding.Ok(ImportName, "A dry run with one user passes."),
            null => CheckFinding.Fail(ImportName, import.Error?.Message ?? "The app stopped responding.", "Run the command again."),
            HttpStatusCode.ServiceUnavailable => CheckFinding.Warn(ImportName, "As many files as may be are being read.", "Run the command again later."),
            { } status => CheckFinding.Fail(ImportName, $"A dry run gave {(int)status}: {(await ReadAsync(import.Response, CliJson.Default.Problem, cancellationToken))?.Title ?? "no reason"}.", "Look into the app's log: docs/runbook.md."),
        };
    }

    private async Task<CheckFinding> CanFindAsync(CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new FindRequest(UniqueValue: null, "doctor", Days: 1), CliJson.Default.FindRequest));
        body.Headers.ContentType = new("application/json");
        using var find = await TryAsync(HttpMethod.Post, "users/find", body, cancellationToken);
        return find.Response?.StatusCode switch
        {
            HttpStatusCode.OK => CheckFinding.Ok(FindName, "The app has a key to find persons by."),
            HttpStatusCode.NotImplemented => CheckFinding.Warn(FindName, "Switched off: the app has no key for it.", "Name a secret of 32 random characters or more in KeyVault:FindKeyName."),
            { } status => CheckFinding.Fail(FindName, $"POST /api/users/find gave {(int)status}.", "Look into the app's log: docs/runbook.md."),
            null => CheckFinding.Fail(FindName, "The app stopped responding.", "Run the command again."),
        };
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancellationToken), type, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or HttpIOException)
        {
            return null;
        }
    }

    private sealed record Attempt(HttpResponseMessage? Response, CliException? Error) : IDisposable
    {
        public void Dispose() => Response?.Dispose();
    }
}
