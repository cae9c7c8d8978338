namespace Api.OpenApi;

/// <summary>One thing the API does.</summary>
/// <param name="Method">The HTTP method, in lower case.</param>
/// <param name="Path">The path below the host's prefix.</param>
/// <param name="Id">The function's name.</param>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Summary)
{
    /// <summary>What it takes in path, query and headers.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The bodies it takes, one for each media type.</summary>
    public IReadOnlyList<ApiContent> Bodies { get; init; } = [];

    /// <summary>What it answers.</summary>
    public required IReadOnlyList<ApiResponse> Responses { get; init; }

    /// <summary>Whether anybody may ask.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>Something an operation takes beside its body.</summary>
/// <param name="Place">path, query or header.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">An example.</param>
internal sealed record ApiParameter(string Place, string Name, string Description, string Example);

/// <summary>A response.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">When it is given.</param>
/// <param name="Content">Its body; null when it has none.</param>
/// <param name="Headers">The headers worth knowing.</param>
internal sealed record ApiResponse(int Status, string Description, ApiContent? Content, params IReadOnlyList<string> Headers);
