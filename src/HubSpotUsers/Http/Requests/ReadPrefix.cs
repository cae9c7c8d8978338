namespace HubSpotUsers.Http.Requests;

/// <summary>What had been read of an import when its last messages left, by which the same file is known when it comes again.</summary>
/// <param name="Messages">How many messages surely were on the queue by then.</param>
/// <param name="Records">How many records had been read, whatever was in them.</param>
/// <param name="Hash">Their hash.</param>
/// <param name="Stride">How many records are between two marks.</param>
/// <param name="Marks">The beginnings of the hashes after each stride, one after the other.</param>
internal sealed record ReadPrefix(int Messages, int Records, string Hash, int Stride, string Marks);
