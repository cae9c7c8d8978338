namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Turns ASP.NET Core on for HTTP functions.</summary>
public static class FunctionsWebApplicationExtensions
{
    /// <summary>Lets HTTP functions take an <c>HttpRequest</c> and return an <c>IResult</c>.</summary>
    /// <param name="builder">The function app's builder.</param>
    /// <returns>The same builder.</returns>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        builder.UseAspNetCore();
        return builder;
    }
}
