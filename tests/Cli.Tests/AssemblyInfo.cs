using Cli.Tests.Drivers;

[assembly: AssemblyFixture(typeof(CliEnvironment))]

// All tests share an app, whose sending some of them pause and whose poison queue some of them empty.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
