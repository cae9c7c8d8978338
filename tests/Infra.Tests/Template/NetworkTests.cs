namespace Infra.Tests.Template;

public sealed class NetworkTests
{
    [Fact]
    public void Behind_a_private_network_nothing_of_storage_and_vault_is_public()
    {
        var snapshot = Snapshot.Of("prod");

        Assert.All([.. snapshot.All("Microsoft.Storage/storageAccounts"), snapshot.Single("Microsoft.KeyVault/vaults")], resource =>
        {
            Assert.Equal("Disabled", resource["publicNetworkAccess"]);
            Assert.Equal("Deny", resource["networkAcls.defaultAction"]);
        });
    }

    [Fact]
    public void Behind_a_private_network_every_service_the_app_uses_has_an_endpoint()
    {
        var snapshot = Snapshot.Of("prod");
        var connections = snapshot.All("Microsoft.Network/privateEndpoints")
            .Select(endpoint => endpoint.Properties.GetProperty("privateLinkServiceConnections")[0].GetProperty("properties"))
            .Select(connection => (
                Service: connection.GetProperty("groupIds")[0].GetString(),
                Resource: Path.GetFileName(connection.GetProperty("privateLinkServiceId").GetString()!)[..2]))
            .OrderBy(connection => connection.Service, StringComparer.Ordinal);

        Assert.Equal([("blob", "st"), ("queue", "st"), ("table", "st"), ("vault", "kv")], connections);
        Assert.Equal(4, snapshot.All("Microsoft.Network/privateDnsZones").Count);
        Assert.Equal(4, snapshot.All("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        Assert.Equal(4, snapshot.All("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count);
    }

    [Fact]
    public void Endpoints_are_made_one_after_the_other()
    {
        Assert.Contains("\n@batchSize(1)\nresource privateEndpoints ", Repository.Read("infra/modules/network.bicep"), StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_a_private_network_the_app_is_in_a_subnet_of_its_own()
    {
        var snapshot = Snapshot.Of("prod");
        var subnets = snapshot.Single("Microsoft.Network/virtualNetworks").Properties.GetProperty("subnets").EnumerateArray()
            .Select(subnet => (Name: subnet.GetProperty("name").GetString(), Properties: subnet.GetProperty("properties")))
            .ToList();

        Assert.EndsWith("/subnets/app", snapshot.Single("Microsoft.Web/sites")["virtualNetworkSubnetId"], StringComparison.Ordinal);
        Assert.Equal(["app", "endpoints"], subnets.Select(subnet => subnet.Name));
        Assert.Equal("Microsoft.App/environments", subnets[0].Properties.GetProperty("delegations")[0].GetProperty("properties").GetProperty("serviceName").GetString());
        Assert.Equal(["10.40.0.0/25", "10.40.0.128/27"], subnets.Select(subnet => subnet.Properties.GetProperty("addressPrefix").GetString()));
    }

    [Fact]
    public void Without_the_switch_there_is_no_network_at_all()
    {
        var snapshot = Snapshot.Of("dev");

        Assert.DoesNotContain(snapshot.Resources, resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.All(snapshot.All("Microsoft.Storage/storageAccounts"), account => Assert.Equal("Enabled", account["publicNetworkAccess"]));
    }
}
