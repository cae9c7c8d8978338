using Api;
using Functions;
using Functions.Telemetry;
using HubSpotUsers;
using HubSpotUsers.Configuration;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseWhen<FailedRequests>(FailedRequests.Apply);
    // Inside of the other, which turns a failure into a response.
    builder.UseMiddleware<FailedInvocations>();
    builder.AddConsoleLog();
    builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults();
    builder.Services.AddTelemetryExport(builder.Configuration).AddHubSpotUsers(builder.Configuration).AddApi(builder.Configuration);
    await builder.Build().ValidateSettings().RunAsync();
    return 0;
}
catch (InvalidSettingsException exception)
{
    // The host takes a line for an error only if it says so, and exports no other to Application Insights (docs/telemetry.md).
    await Console.Error.WriteLineAsync($"error: {exception.Message.ReplaceLineEndings($"{Environment.NewLine}error: ")}");
    return 1;
}
