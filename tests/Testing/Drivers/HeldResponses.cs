using Testing.Builders;
using Testing.Fakes;

namespace Testing.Drivers;

/// <summary>Holds the responses of HubSpot's stand-in until released.</summary>
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
