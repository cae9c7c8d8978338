namespace HubSpotUsers.Messages;

/// <summary>One thing wrong with a message or request, said without repeating any value of it.</summary>
/// <param name="Pointer">
/// Where: a JSON pointer (RFC 6901) into the message, empty for the whole of it. Of a field whose name does not have the form of
/// HubSpot's names it has # and the field's position.
/// </param>
/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record InputFault(string Pointer, string Detail)
{
    /// <summary>Says where and what in one line.</summary>
    internal string Describe() => Pointer.Length is 0 ? Detail : $"{Pointer}: {Detail}";
}
