namespace Api.OpenApi;

/// <summary>One thing the API does.</summary>
/// <param name="Method">The HTTP method, in lower case.</param>
/// <param name="Path">The path below the host's prefix.</param>
/// <param name="Id">The function's name.</param>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Summary)
{
    /// <summary>What it does, in more than a line where one is not enough.</summary>
    public string Description { get; init; } = Summary;

    /// <summary>What it takes in path, query and headers.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The bodies it takes, one for each media type.</summary>
    public IReadOnlyList<ApiContent> Bodies { get; init; } = [];

    /// <summary>Its responses.</summary>
    public required IReadOnlyList<ApiResponse> Responses { get; init; }

    /// <summary>Whether it needs no key.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>Something an operation takes beside its body.</summary>
/// <param name="Place">path, query or header.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">An example.</param>
internal sealed record ApiParameter(string Place, string Name, string Description, string Example)
{
    /// <summary>The least and the greatest number that it may be; null when it is not a number.</summary>
    public (int Least, int Most)? Bounds { get; init; }

    /// <summary>The enumeration whose names it may be; null when it is not of one.</summary>
    public Type? Values { get; init; }

    /// <summary>The form that it has as a text; null when it has none.</summary>
    public string? Pattern { get; init; }
}

/// <summary>A response.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">When it is given.</param>
/// <param name="Content">Its body; null when it has none.</param>
/// <param name="Headers">The headers worth knowing.</param>
internal sealed record ApiResponse(int Status, string Description, ApiContent? Content, params IReadOnlyList<string> Headers);
