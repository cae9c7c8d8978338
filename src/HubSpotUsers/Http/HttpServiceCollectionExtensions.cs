using HubSpotUsers.Configuration;
using HubSpotUsers.Http.Creating;
using HubSpotUsers.Http.Health;
using HubSpotUsers.Http.Importing;
using HubSpotUsers.Http.OpenApi;
using HubSpotUsers.Http.Queueing;
using HubSpotUsers.Http.Reading;
using HubSpotUsers.Http.Requests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotUsers.Http;

/// <summary>Registers what answers HTTP requests.</summary>
internal static class HttpServiceCollectionExtensions
{
    public static IServiceCollection AddHttpEndpoints(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<HttpOptions, HttpOptionsValidator>(configuration, HttpOptions.SectionName);
        services.AddSingleton<KeyTable>().AddSingleton<RequestTable>();
        services.AddSingleton<BatchReader>().AddSingleton<UserReader>().AddSingleton<RequestProgress>();
        services.AddSingleton<RequestQueue>().AddSingleton<QueuedRequests>();
        services.AddSingleton<BatchAnswers>().AddSingleton<ImmediateRequests>().AddSingleton<UserBatchEndpoint>();
        services.AddSingleton<UserImports>().AddSingleton<UserImportEndpoint>();
        services.AddSingleton<RequestsEndpoint>().AddSingleton<BatchesEndpoint>().AddSingleton<UsersEndpoint>();
        services.AddSingleton<Readiness>().AddSingleton<HealthEndpoint>();
        return services.AddSingleton<OpenApiEndpoint>();
    }
}
