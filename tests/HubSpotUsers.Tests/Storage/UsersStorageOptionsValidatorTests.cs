using HubSpotUsers.Storage;

namespace HubSpotUsers.Tests.Storage;

public sealed class UsersStorageOptionsValidatorTests
{
    private static readonly Uri Address = new("https://account.queue.core.windows.net/");

    [Fact]
    public void A_connection_string_suffices()
    {
        Assert.True(Validate(new UsersStorageOptions { ConnectionString = "UseDevelopmentStorage=true" }).Succeeded);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("managedidentity")]
    [InlineData("ManagedIdentity")]
    public void Both_services_suffice(string? credential)
    {
        Assert.True(Validate(new UsersStorageOptions { QueueServiceUri = Address, TableServiceUri = Address, Credential = credential }).Succeeded);
    }

    [Fact]
    public void All_that_is_missing_is_named()
    {
        var result = Validate(new UsersStorageOptions { QueueServiceUri = new Uri("relative", UriKind.Relative), Credential = "password" });

        Assert.Equal(3, result.Failures!.Count());
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(UsersStorageOptions options) =>
        new UsersStorageOptionsValidator().Validate(name: null, options);
}
