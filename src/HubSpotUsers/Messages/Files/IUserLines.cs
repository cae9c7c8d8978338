namespace HubSpotUsers.Messages.Files;

/// <summary>Reads users from the records of one format.</summary>
internal interface IUserLines
{
    /// <summary>Reads a user.</summary>
    /// <param name="record">The record.</param>
    /// <param name="faults">What is wrong with it; empty for a user.</param>
    UserInput? Read(ReadOnlyMemory<byte> record, out IReadOnlyList<InputFault> faults);
}
