using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot.Wire;

public sealed class BatchResponseTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_field_of_the_response_is_read()
    {
        var response = Read("batch-complete");

        Assert.Equal("COMPLETE", response.Status);
        Assert.Equal(Ten.AddMilliseconds(100), response.RequestedAt);
        Assert.Equal(Ten.AddMilliseconds(200), response.StartedAt);
        Assert.Equal(Ten.AddHours(-1).AddMilliseconds(1300), response.CompletedAt);
        Assert.Equal("https://api.hubapi.com/batch/1", response.Links!["self"]);
        Assert.Equal(1, response.NumErrors);
    }

    [Fact]
    public void Every_field_of_a_record_is_read()
    {
        var record = Assert.Single(Read("batch-complete").Results!)!;

        Assert.Equal(("512", "key-0", "https://app.hubspot.com/users/512", true), (record.Id, record.ObjectWriteTraceId, record.Url, record.Archived));
        Assert.Equal(Ten.AddMilliseconds(250), record.CreatedAt);
        Assert.Equal(Ten.AddMilliseconds(260), record.UpdatedAt);
        Assert.Equal(Ten.AddMilliseconds(270), record.ArchivedAt);
        Assert.Equal("Engineer", record.Properties!["hs_job_title"]);
        Assert.Null(record.Properties["hs_email"]);
        var earlier = Assert.Single(record.PropertiesWithHistory!["hs_job_title"]!);
        Assert.Equal(
            new ValueWithTimestamp { Value = "Engineer", Timestamp = Ten.AddMilliseconds(250), SourceType = "API", SourceId = "s-1", SourceLabel = "App", UpdatedByUserId = 9 },
            earlier);
        var warning = Assert.Single(record.Warnings!);
        Assert.Equal(("TIME_ZONE", "Guessed", "UTC"), (warning.Category, warning.Message, warning.Context!["zone"]));
    }

    [Fact]
    public void Every_field_of_an_error_is_read()
    {
        var error = Assert.Single(Read("batch-complete").Errors!)!;

        Assert.Equal(("error", "err-1", "CONFLICT"), (error.Status, error.Id, error.Category));
        Assert.Equal("User already exists. Existing ID: 77", error.Message);
        Assert.Equal("USER", error.SubCategory!.Value.GetProperty("kind").GetString());
        Assert.Equal(["key-1"], error.Context!["objectWriteTraceId"]);
        Assert.Equal(["77"], error.Context["existingId"]);
        Assert.Equal("https://developers.hubspot.com", error.Links!["help"]);
        var detail = Assert.Single(error.Errors!)!;
        Assert.Equal(("Taken", "DUPLICATE", "hs_email", "EMAIL"), (detail.Message, detail.Code, detail.In, detail.SubCategory));
        Assert.Equal(["hs_email"], detail.Context!["propertyName"]);
    }

    [Fact]
    public void Odd_types_do_not_spoil_the_response()
    {
        var response = Read("odd-types");

        Assert.Equal((null, null, null, 1), (response.RequestedAt, response.StartedAt, response.CompletedAt, response.NumErrors));
        Assert.Equal(("7", null), (response.Links!["self"], response.Links["none"]));
        var record = response.Results![0]!;
        Assert.Equal(("512", "7", null), (record.Id, record.ObjectWriteTraceId, record.CreatedAt));
        Assert.Equal(["1", "true", null, "[\"x\"]"], record.Properties!.Values);
        Assert.Null(response.Results[1]);
        var error = response.Errors![0]!;
        Assert.Equal("5", error.Category);
        Assert.Equal("plain", error.SubCategory!.Value.GetString());
        Assert.Equal(["key-1"], error.Context!["objectWriteTraceId"]);
        Assert.Equal(["77"], error.Context["existingId"]);
        Assert.Equal(["9"], error.Context["ids"]);
    }

    [Fact]
    public void An_empty_response_has_nothing()
    {
        var response = JsonSerializer.Deserialize("{}", HubSpotJson.Tolerant.BatchResponse);

        Assert.Equal(new BatchResponse(), response);
    }

    [Theory]
    [InlineData("\"2026-11-23T10:00:00Z\"", true)]
    [InlineData("\"2026-11-23T10:00:00\"", true)]
    [InlineData("\"2026-11-23T12:00:00+02:00\"", true)]
    [InlineData("\"\"", false)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    public void A_time_is_read_or_left_out(string json, bool isTime)
    {
        var response = JsonSerializer.Deserialize($$$"""{"startedAt":{{{json}}}}""", HubSpotJson.Tolerant.BatchResponse);

        Assert.Equal(isTime ? Ten : null, response!.StartedAt);
    }

    private static BatchResponse Read(string fixture) => JsonSerializer.Deserialize(Fixture.Read(fixture), HubSpotJson.Tolerant.BatchResponse)!;
}
