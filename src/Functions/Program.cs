using HubSpotUsers;
using HubSpotUsers.Configuration;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddHubSpotUsers(builder.Configuration);
await builder.Build().ValidateSettings().RunAsync();
