using Testing.Builders;
using Testing.Fakes;

namespace Testing.Drivers;

/// <summary>Lets HubSpot's stand-in think until told to answer.</summary>
internal sealed class HeldAnswers
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldAnswers(StubHubSpot hubSpot, int count)
    {
        for (var answer = 0; answer < count; answer++)
        {
            hubSpot.Plan(async (request, _) =>
            {
                await _release.Task;
                return Answers.AllCreated(request);
            });
        }
    }

    public void Release() => _release.TrySetResult();
}
