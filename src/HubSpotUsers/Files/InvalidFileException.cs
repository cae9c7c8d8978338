using HubSpotUsers.Messages;

namespace HubSpotUsers.Files;

/// <summary>A file that cannot be taken as a whole. Nothing of it has been.</summary>
/// <param name="faults">What is wrong, and what to do about it; without any value of the file.</param>
internal sealed class InvalidFileException(IReadOnlyList<InputFault> faults) : Exception(faults[0].Detail)
{
    public InvalidFileException(string detail)
        : this([new InputFault(string.Empty, detail)])
    {
    }

    /// <summary>Whether nothing may be wrong once the account's properties are known.</summary>
    public bool NeedsProperties { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<InputFault> Faults { get; } = faults;
}
