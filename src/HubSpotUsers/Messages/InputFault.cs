namespace HubSpotUsers.Messages;

/// <summary>One fault of a message or request, described without repeating any of its values.</summary>
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
