namespace Cli.Tests.Drivers;

/// <summary>Tests that send users to the app of the assembly: each ends with the check of their history.</summary>
public abstract class SendingTests : IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        CliEnvironment.OfAssembly!.Sent.Begin();
        return ValueTask.CompletedTask;
    }

    /// <summary>A test that failed has said what is wrong already.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result is not TestResult.Failed)
        {
            await CliEnvironment.OfAssembly!.Sent.EndAsync();
        }
    }
}
