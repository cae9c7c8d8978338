using System.Diagnostics.Metrics;
using System.Net;
using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Pausing;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fuzzing;

/// <summary>Bytes as the body of HubSpot's response, to a batch of three users and to one of one.</summary>
internal static class ResponseTarget
{
    private static readonly HttpStatusCode[] Statuses =
        [HttpStatusCode.MultiStatus, HttpStatusCode.BadRequest, HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.BadGateway];

    private static readonly IReadOnlyList<BatchInput> Batch =
    [
        Input(0, "ada.novak@people.example", "Ada", "Team lead"),
        Input(1, "zoe.muller@people.example", "Zoë", "Team lead"),
        Input(2, "bo.lind@people.example", "Bo", "value"),
    ];

    private static readonly Response Current = new();
    private static readonly HubSpotUsersClient Client = NewClient();

    /// <summary>Any response gives each user one outcome, no id to two of them, and repeats no address.</summary>
    public static void Run(byte[] body)
    {
        Current.Body = body;
        foreach (var status in Statuses)
        {
            Current.Status = status;
            var result = Client.CreateAsync(ReadOnlyMemory<byte>.Empty, () => { }, CancellationToken.None).GetAwaiter().GetResult();
            if (result.Outcome is CallOutcome.CallRefused)
            {
                AppRefusal.PauseOf(result, DateTimeOffset.UnixEpoch);
                continue;
            }

            Promise.Holds(result.HttpStatus == status, "a response that came is read");
            foreach (var inputs in new[] { Batch, [Batch[0]] })
            {
                Check(OutcomeMapper.Map(inputs, Guid.Empty, result, "hs_email"), inputs, result);
                Check(OutcomeMapper.Map(inputs, Guid.Empty, result, uniqueProperty: null), inputs, result);
            }
        }
    }

    private static void Check(BatchOutcome outcome, IReadOnlyList<BatchInput> inputs, CallResult result)
    {
        var ids = outcome.Inputs.Select(input => input.HubSpotId).OfType<string>().ToList();
        Promise.Holds(outcome.Inputs.Select(input => input.InputKey).SequenceEqual(inputs.Select(input => input.Key), StringComparer.Ordinal), "every user has one outcome");
        Promise.Holds(outcome.Inputs.All(input => input.Outcome is Outcome.Created or Outcome.Duplicate or Outcome.Rejected or Outcome.Unknown), "an outcome is one of a call");
        Promise.Holds(ids.Distinct(StringComparer.Ordinal).Count() == ids.Count && !ids.Except(outcome.CreatedIds, StringComparer.Ordinal).Any(), "an id is one that HubSpot returned, and one user's");
        Promise.Holds(outcome.Inputs.All(input => input.Outcome is Outcome.Created || input.HubSpotId is null), "only a created user has an id");
        Promise.Holds(
            outcome.Inputs.Count(input => input.Outcome is Outcome.Created) <= (result.Response?.Results?.Count(record => record is not null) ?? 0),
            "no more users are created than HubSpot returned");
        Promise.Holds(
            !outcome.Inputs.Any(input => inputs.Any(sent => input.ErrorMessage?.Contains(sent.User.Properties["hs_email"], StringComparison.OrdinalIgnoreCase) is true)),
            "no reason repeats an address");
    }

    private static BatchInput Input(int number, string email, string name, string title) => new($"m-{number}", new UserInput
    {
        Associations = [],
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["hs_email"] = email, ["hs_given_name"] = name, ["hs_job_title"] = title },
    });

    private static HubSpotUsersClient NewClient()
    {
        var options = Options.Create(new HubSpotOptions());
        var gate = new SendingGate(
            new ControlTable(new TableServiceClient("UseDevelopmentStorage=true")),
            new ConfigurationBuilder().Build(),
            Options.Create(new ProcessingOptions()),
            TimeProvider.System,
            new Meters(new MeterFactory()),
            NullLogger<SendingGate>.Instance);
        return new HubSpotUsersClient(
            new HttpClient(new WholeResponseHandler(options) { InnerHandler = Current }) { BaseAddress = options.Value.BaseAddress },
            options,
            gate,
            TimeProvider.System);
    }

    /// <summary>Gives the response in hand to any request.</summary>
    private sealed class Response : HttpMessageHandler
    {
        public byte[] Body { get; set; } = [];

        public HttpStatusCode Status { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(Status) { Content = new ByteArrayContent(Body) });
    }

    private sealed class MeterFactory : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
            // The meter lives as long as the process.
        }
    }
}
