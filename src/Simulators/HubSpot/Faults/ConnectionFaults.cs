using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Faults;

/// <summary>Responses that arrive late, in part or never.</summary>
internal static class ConnectionFaults
{
    private static readonly CallResponse Reset = CallResponse.None with { Delivery = ResponseDelivery.Reset };
    private static readonly CallResponse Never = CallResponse.None with { Delivery = ResponseDelivery.Never };

    public static IEnumerable<Fault> All =>
    [
        Fault.Before("reset-before", "The connection is reset", _ => Reset),
        Fault.After("reset-after", "The connection is reset and the response lost", (_, _) => Reset),
        Fault.Before("hang-before", "No response until the caller cancels", _ => Never),
        Fault.After("hang-after", "No response until the caller cancels", (_, _) => Never),
        new("late-apply", "The connection is reset at once; the call is applied after a delay", Application.Late, (_, _) => Reset),
        Fault.After("truncated-body", "The response is cut in the middle", (_, regular) => regular with { Delivery = ResponseDelivery.Truncated }),
        Fault.After("drip", "The response arrives byte by byte", (strike, regular) => regular with
        {
            Delivery = ResponseDelivery.Dripping,
            DripInterval = strike.Rule.Delay ?? TimeSpan.FromSeconds(1),
        }),
        Fault.Before("html-200-before", "200 with an HTML page", _ => ErrorResponses.GatewayPage(200)),
        Fault.After("html-200-after", "200 with an HTML page", (_, _) => ErrorResponses.GatewayPage(200)),
    ];
}
