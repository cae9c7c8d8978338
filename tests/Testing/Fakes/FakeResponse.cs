using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Testing.Fakes;

/// <summary>A success response that carries a row's version.</summary>
internal sealed class FakeResponse(ETag version) : Response
{
    public override int Status => 204;

    public override string ReasonPhrase => "No Content";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = string.Empty;

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => name is "ETag";

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new HttpHeader("ETag", version.ToString("H"))];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = name is "ETag" ? version.ToString("H") : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value!] : null;
        return values is not null;
    }
}
