using Azure;

namespace Testing.Fakes;

/// <summary>The response that there is no such row.</summary>
internal sealed class NoRow<T> : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T? Value => throw new InvalidOperationException("There is no such row.");

    public override Response GetRawResponse() => new FakeResponse(default);
}
