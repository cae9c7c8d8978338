namespace HubSpotUsers.Messages;

/// <summary>Bounds the faults that are kept of one message: enough to see what is wrong with it, whatever it is made of.</summary>
internal sealed class FaultLimit
{
    /// <summary>The most faults of a message that are named.</summary>
    public const int MaxFaults = 100;

    /// <summary>Stands in an input for its faults that are not named.</summary>
    public static readonly InputFault NotNamed = new(string.Empty, $"There are more faults: only the first {MaxFaults} of a message are named.");

    private int _left = MaxFaults;

    /// <summary>Adds a fault to those of an input.</summary>
    public void Add(List<InputFault> faults, string pointer, string detail)
    {
        if (_left > 0)
        {
            _left--;
            faults.Add(new InputFault(pointer, detail));
        }
        else if (faults.Count is 0 || faults[^1] != NotNamed)
        {
            faults.Add(NotNamed);
        }
    }
}
