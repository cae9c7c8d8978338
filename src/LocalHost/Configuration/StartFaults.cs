namespace LocalHost.Configuration;

/// <summary>Collects everything that keeps the app from starting, so that one message can name it all.</summary>
internal sealed class StartFaults
{
    private readonly List<string> _faults = [];

    public void Add(string fault) => _faults.Add(fault);

    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new StartFailedException(_faults);
        }
    }
}
