using System.Globalization;
using Spectre.Console;

namespace Sandbox.View;

/// <summary>Says what is being done before users can be sent: a line when a step begins, and one when it has taken a while.</summary>
/// <param name="console">Where to say it.</param>
internal sealed class StepView(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(1);

    /// <summary>Says that a step begins.</summary>
    public void Begin(string step) => console.WriteLine($"{step} …");

    /// <summary>Says that a step has ended, and how long it took, if that was a while.</summary>
    /// <param name="done">What is done now.</param>
    /// <param name="startedAt">When it began: a timestamp of the clock.</param>
    public void End(string done, long startedAt)
    {
        if (time.GetElapsedTime(startedAt) is var took && took > WorthSaying)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} after {took.TotalSeconds:F0} s."));
        }
    }
}
