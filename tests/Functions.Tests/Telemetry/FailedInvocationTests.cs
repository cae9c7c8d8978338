using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Functions.Telemetry;
using HubSpotUsers.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Telemetry;

public sealed class FailedInvocationTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<string> _counted = [];
    private readonly MeterListener _listener = new();
    private readonly Meters _meters;

    public FailedInvocationTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _meters = new Meters(factory);
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name is Instruments.FailedInvocations)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _counted.Add($"{count} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData("queueTrigger", "queue")]
    [InlineData("timerTrigger", "timer")]
    [InlineData("httpTrigger", "http")]
    public async Task An_invocation_that_throws_is_counted_by_function_and_trigger_and_throws_still(string binding, string trigger)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(binding, new InvalidOperationException("ada@example.com"), CancellationToken.None));

        Assert.Equal([$"1 function=Probe trigger={trigger}"], _counted);
    }

    [Fact]
    public async Task One_that_succeeds_is_not()
    {
        await InvokeAsync("queueTrigger", failure: null, CancellationToken.None);

        Assert.Empty(_counted);
    }

    [Fact]
    public async Task One_that_is_cut_off_because_the_host_stops_is_not()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => InvokeAsync("queueTrigger", new OperationCanceledException(), new CancellationToken(canceled: true)));

        Assert.Empty(_counted);
    }

    [Fact]
    public async Task One_that_cancels_by_itself_is()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => InvokeAsync("queueTrigger", new OperationCanceledException(), CancellationToken.None));

        Assert.Single(_counted);
    }

    private Task InvokeAsync(string binding, Exception? failure, CancellationToken stopping) =>
        new FailedInvocations(_meters, NullLogger<FailedInvocations>.Instance).Invoke(
            new Context(new Definition(binding), stopping),
            _ => failure is null ? Task.CompletedTask : Task.FromException(failure));

    private sealed class Context(FunctionDefinition definition, CancellationToken stopping) : FunctionContext
    {
        public override string InvocationId => "1";

        public override string FunctionId => definition.Id;

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = null!;

        public override FunctionDefinition FunctionDefinition => definition;

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        public override IInvocationFeatures Features => throw new NotSupportedException();

        public override CancellationToken CancellationToken => stopping;
    }

    private sealed class Definition(string binding) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => string.Empty;

        public override string EntryPoint => string.Empty;

        public override string Id => "probe";

        public override string Name => "Probe";

        public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
            ImmutableDictionary<string, BindingMetadata>.Empty.Add("input", new Binding(binding));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class Binding(string type) : BindingMetadata
    {
        public override string Name => "input";

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
