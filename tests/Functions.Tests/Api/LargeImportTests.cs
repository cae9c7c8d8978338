using System.Text;
using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Api;

/// <summary>Files far larger than the app may hold, against an app and an environment of their own.</summary>
public sealed class LargeImportTests : IAsyncLifetime
{
    /// <summary>The platform takes 104,857,600 bytes.</summary>
    private const long NearlyAll = 104_000_000;
    private const long MaxGrowthBytes = 150L * 1024 * 1024;

    /// <summary>One message at a time: the storage emulator would be busy with users otherwise.</summary>
    private readonly ApiEnvironment _environment = new()
    {
        Changes =
        {
            ["AzureFunctionsJobHost__extensions__queues__batchSize"] = "1",
            ["AzureFunctionsJobHost__extensions__queues__newBatchThreshold"] = "0",
        },
    };

    public ValueTask InitializeAsync() => _environment.InitializeAsync();

    public ValueTask DisposeAsync() => _environment.DisposeAsync();

    [Fact]
    public async Task A_hundred_thousand_lines_with_bad_ones_among_them_are_counted_exactly_and_go_on_their_way()
    {
        var before = _environment.App.PeakMemoryBytes;
        using var content = new GeneratedContent(Rows(100_000, badEvery: 1000), "text/csv");

        var response = await _environment.Api.PostAsync("/users/import", content);

        Assert.Equal(202, response.Status);
        Assert.Equal((100_000, 99_900, 100), ((int)response.Json["lines"]!, (int)response.Json["accepted"]!, (int)response.Json["faulty"]!));
        Assert.Equal(Enumerable.Range(1, 100).Select(bad => $"{(bad * 1000) + 1}"), response.Each("errors", "line"));
        await Eventually.SeesAsync(
            "users created",
            () => _environment.Api.GetAsync($"/requests/{response.RequestId}?top=1"),
            progress => (int?)progress.Json["outcomes"]!["Created"] >= 100);
        Assert.True(_environment.App.PeakMemoryBytes - before < MaxGrowthBytes, $"{before} → {_environment.App.PeakMemoryBytes}");
    }

    [Fact]
    public async Task A_file_nearly_as_large_as_the_platform_takes_is_read_to_its_end_in_flat_memory()
    {
        var line = Encoding.ASCII.GetBytes($"{{\"properties\":{{\"hs_job_title\":[\"{new string('x', 8000)}\"]}}}}\n");
        byte[] chunk = [.. Enumerable.Repeat(line, 64).SelectMany(bytes => bytes)];
        var chunks = (int)(NearlyAll / chunk.Length);
        var before = _environment.App.PeakMemoryBytes;
        using var content = new GeneratedContent(Enumerable.Repeat<ReadOnlyMemory<byte>>(chunk, chunks).Append("{\"properties\":{\"hs_email\":\"last@example.com\"}}"u8.ToArray()), "application/x-ndjson");

        var response = await _environment.Api.PostAsync("/users/import", content);

        Assert.Equal(202, response.Status);
        Assert.Equal((chunks * 64) + 1, (int)response.Json["lines"]!);
        Assert.Equal((1, 100), ((int)response.Json["accepted"]!, response.Each("errors").Count));
        Assert.True(_environment.App.PeakMemoryBytes - before < MaxGrowthBytes, $"{before} → {_environment.App.PeakMemoryBytes}");
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Rows(int count, int badEvery)
    {
        yield return "hs_email,hs_given_name,hs_family_name\n"u8.ToArray();
        var chunk = new StringBuilder();
        for (var row = 1; row <= count; row++)
        {
            chunk.Append(row % badEvery is 0 ? "bad,b,c,d\n" : $"user{row}@example.com,Given{row},Family{row}\n");
            if (row % 500 is 0)
            {
                yield return Encoding.UTF8.GetBytes(chunk.ToString());
                chunk.Clear();
            }
        }
    }
}
