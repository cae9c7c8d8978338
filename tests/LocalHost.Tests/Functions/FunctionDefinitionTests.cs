using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Rpc;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Functions;

public sealed class FunctionDefinitionTests
{
    private const string HttpOutput = """{ "name": "$return", "type": "http", "direction": "Out" }""";

    [Fact]
    public void An_HTTP_trigger_has_a_route_methods_and_a_level()
    {
        var trigger = TriggerOf(
            """{ "name": "request", "type": "httpTrigger", "direction": "In", "authLevel": "Anonymous", "methods": ["get", "Post"], "route": "%Folder%/{id}" }""",
            HttpOutput);

        var http = Assert.IsType<HttpTrigger>(trigger);
        Assert.Equal(("request", "batches/{id}", AuthorizationLevel.Anonymous), (http.Parameter, http.Route, http.Level));
        Assert.Equal(["GET", "POST"], http.Methods);
    }

    [Fact]
    public void An_HTTP_trigger_without_more_takes_all_methods_at_the_functions_name_with_a_function_key()
    {
        var http = Assert.IsType<HttpTrigger>(TriggerOf("""{ "name": "request", "type": "httpTrigger" }""", HttpOutput));

        Assert.Equal(("F", AuthorizationLevel.Function), (http.Route, http.Level));
        Assert.Empty(http.Methods);
    }

    [Theory]
    [InlineData("""{ "name": "message", "type": "queueTrigger", "queueName": "%Queue%", "connection": "Storage" }""", "Storage")]
    [InlineData("""{ "name": "message", "type": "queueTrigger", "queueName": "incoming" }""", "AzureWebJobsStorage")]
    public void A_queue_trigger_has_a_queue_and_a_connection(string binding, string connection) =>
        Assert.Equal(new QueueTrigger("message", "incoming", connection), TriggerOf(binding));

    [Theory]
    [InlineData("""{ "name": "timer", "type": "timerTrigger", "schedule": "%Hourly%" }""", false)]
    [InlineData("""{ "name": "timer", "type": "timerTrigger", "schedule": "0 0 * * * *", "runOnStartup": true }""", true)]
    public void A_timer_trigger_has_a_schedule(string binding, bool runOnStartup) =>
        Assert.Equal(new TimerTrigger("timer", "0 0 * * * *", runOnStartup), TriggerOf(binding));

    [Theory]
    [InlineData("""{ "name": "blob", "type": "blobTrigger" }""", "Function F: this host does not know the binding 'blobTrigger',")]
    [InlineData("""{ "name": "table", "type": "table" }""", "Function F: this host does not know the binding 'table',")]
    [InlineData("""{ "name": "nothing" }""", "Function F: this host does not know the binding '',")]
    [InlineData(HttpOutput, "Function F has no trigger.")]
    [InlineData("""{ "name": "m", "type": "queueTrigger", "queueName": "%Missing%" }""", "Function F: %Missing% names no setting.")]
    public void What_this_host_does_not_know_is_a_fault_that_names_function_and_binding(string binding, string fault)
    {
        var exception = Assert.Throws<StartFailedException>(() => TriggerOf(binding));

        Assert.StartsWith(fault, Assert.Single(exception.Faults), StringComparison.Ordinal);
    }

    private static Trigger? TriggerOf(params string[] bindings)
    {
        var faults = new StartFaults();
        var names = new SettingNames(Settings.Of(("Folder", "batches"), ("Queue", "incoming"), ("Hourly", "0 0 * * * *")), faults);
        var function = FunctionDefinition.Read(new RpcFunctionMetadata { FunctionId = "1", Name = "F", RawBindings = { bindings } }, names, faults);
        faults.ThrowIfAny();

        return function?.Trigger;
    }
}
