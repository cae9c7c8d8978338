using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Tests.Responses;

public sealed class QueryParametersTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?top=5")]
    [InlineData("?Top=5&day=20261124")]
    [InlineData("?code=secret&clientId=me&day=20261124")]
    public void Parameters_of_the_operation_and_the_hosts_own_pass(string query) => QueryParameters.RefuseUnknown(Request(query), "day", "top");

    [Theory]
    [InlineData("?tpo=5", "There is no parameter tpo here. Remove it, or use one of: day, top.")]
    [InlineData("?top=5&dryRun", "There is no parameter dryRun here. Remove it, or use one of: day, top.")]
    [InlineData("?top=5&top=6", "The query parameter 'top' is there 2 times. Send it once.")]
    public void Another_parameter_is_refused_by_name(string query, string detail)
    {
        var refused = Assert.Throws<RefusedException>(() => QueryParameters.RefuseUnknown(Request(query), "day", "top"));

        Assert.Equal((400, detail), (refused.Problem.Status, refused.Problem.Detail));
    }

    [Fact]
    public void An_operation_without_parameters_says_so()
    {
        var refused = Assert.Throws<RefusedException>(() => QueryParameters.RefuseUnknown(Request("?top=5")));

        Assert.Equal("There is no parameter top here. This operation takes none: remove it.", refused.Problem.Detail);
    }

    [Fact]
    public void A_name_that_has_no_such_form_is_not_repeated()
    {
        var refused = Assert.Throws<RefusedException>(() => QueryParameters.RefuseUnknown(Request($"?{new string('x', 5000)}=1")));

        Assert.StartsWith("There is no parameter number 1 here.", refused.Problem.Detail, StringComparison.Ordinal);
    }

    private static HttpRequest Request(string query) => new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
}
