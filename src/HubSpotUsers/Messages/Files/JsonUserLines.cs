namespace HubSpotUsers.Messages.Files;

/// <summary>Users as JSON, one a line (application/x-ndjson).</summary>
internal sealed class JsonUserLines : IUserLines
{
    public UserInput? Read(ReadOnlyMemory<byte> record, out IReadOnlyList<InputFault> faults)
    {
        try
        {
            var parsed = MessageParser.ParseRequest(record);
            if (parsed is { Id: null, Envelope: null, Inputs: [var input] })
            {
                faults = input.Faults;
                return input.User;
            }

            faults = [new InputFault(string.Empty, "A line must be one user, without an id.")];
        }
        catch (InvalidMessageException exception)
        {
            faults = [exception.Fault];
        }

        return null;
    }
}
