using HubSpotUsers.Files.Text;

namespace HubSpotUsers.Tests.Files.Text;

public sealed class FormulasTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+43 1 234", "'+43 1 234")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("\uff0b1", "'\uff0b1")]
    [InlineData("\uff0d1", "'\uff0d1")]
    [InlineData("\uff20A1", "'\uff20A1")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("\nx", "'\nx")]
    [InlineData("\t=1", "'\t'=1")]
    public void What_a_formula_begins_with_comes_after_an_apostrophe(string cell, string expected) => Assert.Equal(expected, Formulas.Escape(cell));

    [Theory]
    [InlineData("a;=1", "a;'=1")]
    [InlineData("a,+1", "a,'+1")]
    [InlineData("a|-1", "a|'-1")]
    [InlineData("a\t@A1", "a\t'@A1")]
    [InlineData("a\r\n=1", "a\r\n'=1")]
    [InlineData("a; \"=1", "a; \"'=1")]
    [InlineData(" =1", " '=1")]
    [InlineData("\"=1", "\"'=1")]
    [InlineData("=1;=2", "'=1;'=2")]
    public void A_formula_within_a_cell_is_none_either_where_a_spreadsheet_may_split_it(string cell, string expected) => Assert.Equal(expected, Formulas.Escape(cell));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Zoë Novak-Berg")]
    [InlineData("a@people.example")]
    [InlineData("1 = 1")]
    [InlineData("'=1")]
    public void Everything_else_stays_as_it_is(string? cell) => Assert.Equal(cell, Formulas.Escape(cell));

    [Theory]
    [InlineData("a\rb", true)]
    [InlineData("a\nb", true)]
    [InlineData("'=1", true)]
    [InlineData("'s-Gravenhage", false)]
    [InlineData("a b", false)]
    [InlineData(null, false)]
    public void A_cell_with_a_line_break_or_an_escaped_formula_is_quoted(string? cell, bool expected) => Assert.Equal(expected, Formulas.NeedsQuotes(cell));
}
