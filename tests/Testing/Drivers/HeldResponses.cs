using Testing.Builders;
using Testing.Fakes;

namespace Testing.Drivers;

/// <summary>Lets HubSpot's stand-in think until told to answer.</summary>
internal sealed class HeldResponses
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldResponses(StubHubSpot hubSpot, int count)
    {
        for (var response = 0; response < count; response++)
        {
            hubSpot.Plan(async (request, _) =>
            {
                await _release.Task;
                return HubSpotResponses.AllCreated(request);
            });
        }
    }

    public void Release() => _release.TrySetResult();
}
