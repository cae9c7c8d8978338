using Microsoft.AspNetCore.Http;
using Simulators.HubSpot.Journaling;
using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Api;

/// <summary>One call on its way through the simulator.</summary>
internal sealed class ApiCall(HubSpotSettings settings, ApiRoute route, HttpRequest request, JournalCall entry)
{
    private readonly List<string> _createdIds = [];

    public HubSpotSettings Settings { get; } = settings;

    public ApiRoute Route { get; } = route;

    public Operation Operation => Route.Operation;

    public IQueryCollection Query { get; } = request.Query;

    public Uri Address { get; } = new($"{request.Scheme}://{request.Host}{request.Path}");

    public string? ContentType { get; } = request.ContentType;

    public JournalCall Entry { get; } = entry;

    public string CorrelationId { get; } = Guid.NewGuid().ToString();

    /// <summary>The body, or null when it is larger than the settings allow.</summary>
    public ParsedBody? Body { get; set; }

    public IReadOnlyList<string> CreatedIds => _createdIds;

    public void AddCreated(IEnumerable<string> ids) => _createdIds.AddRange(ids);
}
