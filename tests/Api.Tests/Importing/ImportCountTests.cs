using Api.Importing;
using Api.Requests;
using HubSpotUsers.Messages;

namespace Api.Tests.Importing;

public sealed class ImportCountTests
{
    private static readonly InputFault[] Two = [new("/properties/a", "No date."), new("/properties/b", "No number.")];

    [Fact]
    public void Lines_are_kept_and_named_up_to_their_limits_however_many_faults_each_has()
    {
        var count = new ImportCount(maxLines: 3);

        for (var line = 1; line <= FaultTable.MaxLines + 5; line++)
        {
            count.Bad(line, Two);
        }

        Assert.Equal(FaultTable.MaxLines + 5, count.Faulty);
        Assert.Equal(FaultTable.MaxLines, count.Kept.Select(fault => fault.Line).Distinct().Count());
        Assert.Equal(2 * FaultTable.MaxLines, count.Kept.Count);
        Assert.Equal([1, 1, 2, 2, 3, 3], count.Errors.Select(error => error.Line));
    }

    [Fact]
    public void Of_a_line_with_very_many_faults_the_first_are_kept()
    {
        var count = new ImportCount(maxLines: 1);

        count.Bad(1, Enumerable.Range(0, 100).Select(number => new InputFault($"/properties/p{number}", "No date.")));

        Assert.Equal(20, count.Kept.Count);
        Assert.Equal("p19", count.Errors[^1].Column);
    }
}
