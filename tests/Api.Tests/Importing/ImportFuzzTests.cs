using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using HubSpotUsers.Files;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>Files that accidents have changed, sent to the API. Any seed that fails is replayed by its number.</summary>
public sealed class ImportFuzzTests
{
    private const int Files = 10_000;

    private static readonly (FileShape Shape, byte[] Body)[] Originals = [.. FileShape.All.Select(shape => (shape, File.ReadAllBytes(shape.Location)))];

    [Fact]
    public async Task Every_line_of_any_file_is_accepted_faulty_or_skipped_or_the_file_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(HttpStatusCode.OK, AccountProperties.Json));
        var statuses = new Dictionary<int, int>();
        for (var seed = 0; seed < Files; seed++)
        {
            var (shape, original) = Originals[seed % Originals.Length];
            var body = ChangedFile.Of(original, new Random(seed));
            app.Queues.Users.Messages.Clear();

            var (context, response) = await Imports.RunAsync(app, ImportedBody.Of(shape, new MemoryStream(body)) with { Key = seed.ToString(CultureInfo.InvariantCulture) });

            var status = context.Response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (status is 202)
            {
                CheckCounts(seed, shape, body, response, Imports.SentBy(app).Count());
            }
            else
            {
                Assert.True(status is 400, $"Seed {seed}: {status}.");
                Assert.False(string.IsNullOrWhiteSpace(Imports.FaultsOf(response)), $"Seed {seed}: no reason.");
                Assert.Empty(app.Queues.Users.Messages);
            }
        }

        Assert.All([202, 400], status => Assert.True(statuses.GetValueOrDefault(status) > Files / 20, $"{status} came {statuses.GetValueOrDefault(status)} times."));
    }

    private static void CheckCounts(int seed, FileShape shape, byte[] body, JsonNode response, int sent)
    {
        var (lines, accepted, faulty, skipped) = ((int)response["lines"]!, (int)response["accepted"]!, (int)response["faulty"]!, (int)response["skipped"]!);
        Assert.True(lines == accepted + faulty && sent == accepted, $"Seed {seed}: {accepted} accepted, {sent} sent, {faulty} faulty, {lines} in all.");
        if (UserFileKinds.OfName(shape.File) is UserFileKind.JsonLines)
        {
            Assert.True(ChangedFile.LinesOf(body) == lines + skipped, $"Seed {seed}: {lines} lines and {skipped} skipped of {ChangedFile.LinesOf(body)}.");
        }
    }
}
