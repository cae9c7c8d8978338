using System.Text.Json.Nodes;
using Cli.Wire;
using Testing.Drivers;

namespace Cli.Tests.Wire;

public sealed class WireTests
{
    private static readonly JsonNode Schemas = JsonNode.Parse(Repository.Read("docs/openapi.json"))!["components"]!["schemas"]!;

    public static TheoryData<Type> Documents =>
    [
        typeof(Problem), typeof(ImportCheck), typeof(ImportResponse), typeof(ImportedFile), typeof(ImportedColumn), typeof(LineError), typeof(RequestView), typeof(RequestList), typeof(UserLine),
        typeof(UserPage), typeof(UserList), typeof(BatchDetail), typeof(FoundUsers), typeof(FindRequest), typeof(StatusView), typeof(PauseView), typeof(QueueView), typeof(PoisonStatus), typeof(RateView), typeof(DayView), typeof(InstanceView), typeof(HealthView),
        typeof(HealthCheck), typeof(SendingView), typeof(ModeView), typeof(RightsView), typeof(RightCheck), typeof(PoisonView), typeof(PoisonGroup), typeof(PoisonList), typeof(PoisonMessageView), typeof(PoisonRequest), typeof(PoisonCorrectionRequest), typeof(PoisonCreatedRequest),
        typeof(PoisonTaskView), typeof(PoisonTaskList),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_has_no_property_that_the_API_does_not_have(Type type)
    {
        var properties = CliJson.Default.GetTypeInfo(type)!.Properties.Select(property => property.Name);

        var known = Schemas[type.Name]!["properties"]!.AsObject().Select(property => property.Key);

        Assert.Empty(properties.Except(known, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void What_the_API_may_leave_out_may_be_missing(Type type)
    {
        var required = Schemas[type.Name]!["required"]?.AsArray().Select(name => (string)name!).ToHashSet(StringComparer.Ordinal) ?? [];

        var needed = CliJson.Default.GetTypeInfo(type)!.Properties
            .Where(property => property.AssociatedParameter is { IsNullable: false } && (property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsGetNullable))
            .Select(property => property.Name);

        Assert.Empty(needed.Except(required, StringComparer.Ordinal));
    }
}
