using Functions.Tests.LocalHost.Configuration;
using Functions.Tests.LocalHost.Hosting;
using Functions.Tests.LocalHost.Http;
using LocalHost.Configuration;
using LocalHost.Invocation;

namespace Functions.Tests.LocalHost.Invocation;

public sealed class FunctionDiscoveryTests
{
    private const string Storage = "UseDevelopmentStorage=true";

    [Fact]
    public void A_faulty_app_does_not_start_and_says_everything_that_is_wrong()
    {
        using var folder = new AppFolder().With("host.json", """{ "extensions": { "queues": { "batchSize": 64 } } }""");

        var exception = Assert.Throws<StartFailedException>(() => TestApp.Build(folder, [typeof(FaultyFunctions)], ("Known", Storage), ("Hourly", "0 0 * * * *")));

        Assert.Equal(
            [
                "host.json: extensions.queues.batchSize is '64' but must be a whole number from 1 to 32.",
                "Function Twice: 2 functions have this name.",
                "Function NoTrigger: it has 0 triggers but must have one.",
                "Function NoSetting: %Missing% names no setting.",
                "Function NoConnection: the connection 'Unknown' has no settings (Unknown or Unknown__queueServiceUri).",
                "Function WrongReturn: the return type Task<Int32> is not supported, only Task or void.",
                "Function WrongParameter: the parameter 'other' of type Guid cannot be bound.",
            ],
            exception.Faults.Take(7),
            StringComparer.Ordinal);
        Assert.Collection(
            exception.Faults.Skip(7),
            fault => Assert.StartsWith("Function WrongRoute: the route '/api/items/{id' cannot be used:", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Function WrongSchedule: the schedule 'hourly' is neither", fault, StringComparison.Ordinal),
            fault => Assert.Equal("Function NeverComes: the schedule '0 0 0 30 2 *' never comes.", fault));
    }

    [Fact]
    public void HTTP_functions_without_ASP_NET_Core_are_faults()
    {
        var faults = new StartFaults();

        FunctionDiscovery.Create(Settings.Of(("Folder", "batches")), "api", usesAspNetCore: false, faults).Discover([typeof(EchoFunctions)]);

        Assert.Contains("need ConfigureFunctionsWebApplication()", Assert.Throws<StartFailedException>(faults.ThrowIfAny).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_begin_with_the_prefix_unless_it_is_empty()
    {
        var settings = Settings.Of(("Folder", "batches"));

        var prefixed = FunctionDiscovery.Create(settings, "v1/api", usesAspNetCore: true, new StartFaults()).Discover([typeof(EchoFunctions)]);
        var bare = FunctionDiscovery.Create(settings, string.Empty, usesAspNetCore: true, new StartFaults()).Discover([typeof(EchoFunctions)]);

        Assert.Contains("/v1/api/users/batch", prefixed.Http.Select(function => function.Route), StringComparer.Ordinal);
        Assert.Contains("/users/batch", bare.Http.Select(function => function.Route), StringComparer.Ordinal);
    }
}
