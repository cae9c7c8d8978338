using System.Collections.Concurrent;
using System.Text;
using Functions.Tests.Api.Drivers;
using Simulators.HubSpot;

namespace Functions.Tests.Api;

public sealed class FuzzTests(ApiEnvironment environment) : ApiTest(environment)
{
    private const int Seed = 20261124;
    private const int Bodies = 3_000;
    private const int Clients = 32;

    private const string Good = """{"inputs":[{"properties":{"hs_job_title":"Ünïcode","n":1,"b":true,"z":null},"associations":[{"to":{"id":"1"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]}],"objectWriteTraceId":"t"}],"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""";

    private static readonly string[] Tokens = ["{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-1e999", "0", "\"inputs\"", "\"id\":\"a b\"", "\"properties\"", "\\ud800", "\\u0000", "\"deferral\":{}", "\"poison\":[]", " ", "\uFEFF", "9999999999999999999"];

    [Fact]
    public async Task No_body_whatever_is_in_it_is_a_500()
    {
        Account.Settings = Account.Settings with { Refusal = RefusalMode.EachInput };
        var random = new Random(Seed);
        byte[][] bodies = [.. Enumerable.Range(0, Bodies).Select(_ => Mutate(random))];
        var responses = new ConcurrentBag<int>();

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (body, _) =>
        {
            var response = await Api.PostAsync("/users/batch", ApiDriver.Content(new ByteArrayContent(body), "application/json"));
            responses.Add(response.Status);
        });

        Assert.Equal(Bodies, responses.Count);
        Assert.All(responses, status => Assert.True(status is 200 or 207 or 400 or 422, $"{status}"));
        Assert.Contains(400, responses);
    }

    private static byte[] Mutate(Random random)
    {
        var body = Encoding.UTF8.GetBytes(Good).ToList();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, random.Next(Math.Min(20, body.Count - at)));
                    break;
                case 2:
                    body.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    body.InsertRange(at, body.GetRange(at, random.Next(Math.Min(60, body.Count - at))));
                    break;
                default:
                    body.RemoveRange(at, body.Count - at);
                    break;
            }

            if (body.Count is 0)
            {
                break;
            }
        }

        return [.. body];
    }
}
