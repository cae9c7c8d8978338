using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Api;

public sealed class AccessTests(ApiEnvironment environment) : ApiTest(environment)
{
    public static TheoryData<string, string> Operations
    {
        get
        {
            var operations = new TheoryData<string, string>();
            foreach (var (path, methods) in ApiContract.Document["paths"]!.AsObject())
            {
                foreach (var (method, _) in methods!.AsObject())
                {
                    operations.Add(method, path);
                }
            }

            return operations;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Only_health_and_the_page_need_no_key(string method, string path)
    {
        using var stranger = new ApiDriver(Api.Address, functionKey: null);
        using var guesser = new ApiDriver(Api.Address, Environment.Local.FunctionKey[..^1]);

        foreach (var driver in new[] { stranger, guesser })
        {
            var filled = path.Replace("{", string.Empty, StringComparison.Ordinal).Replace("}", string.Empty, StringComparison.Ordinal);
            var response = method is "post" ? await driver.PostAsync(filled, new StringContent("{}")) : await driver.GetAsync(filled);

            Assert.Equal(path is "/health" or "/dashboard" ? 200 : 401, response.Status);
        }
    }

    [Fact]
    public async Task An_app_that_has_what_it_needs_is_ready()
    {
        var response = await Api.GetAsync("/health");

        Assert.Equal((200, "ready"), (response.Status, (string?)response.Json["status"]));
        Assert.Matches(@"^\d+\.\d+\.\d+(-preview\.0\.\d+)?(\+[0-9a-f]{40})?$", (string?)response.Json["version"]);
        Assert.Equal(["storage", "queue", "token"], response.Each("checks", "name"));
    }

    [Fact]
    public async Task A_HEAD_request_for_health_needs_no_key()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(Api.Address, "api/health"));

        using var response = await client.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_app_without_its_token_is_not_ready_and_says_so_without_secrets()
    {
        await using var app = await Environment.StartAppAsync(KeyValuePair.Create("KeyVault__SecretName", "no-such-secret"));
        using var api = new ApiDriver(app.Address, functionKey: null);

        var response = await api.GetAsync("/health");

        Assert.Equal((503, "notReady"), (response.Status, (string?)response.Json["status"]));
        Assert.Equal(["true", "true", "false"], response.Each("checks", "ready"));
        Assert.DoesNotContain("no-such-secret", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", response.Text, StringComparison.Ordinal);
    }
}
