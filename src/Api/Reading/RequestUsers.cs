using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>Lists the users of a request in their order, and after them the faulty lines of its file.</summary>
/// <param name="faults">The faulty lines.</param>
internal sealed class RequestUsers(UserStream users, FaultTable faults)
{
    private const string LinePrefix = "line-";

    /// <summary>Reads all from a place on.</summary>
    internal async IAsyncEnumerable<UserLine> ReadAsync(RequestEntry entry, OutcomeFilter filter, Place from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (from.Line is 0 && filter.TakesUsers)
        {
            await foreach (var user in ReadUsers(entry, from.Index, filter.OfUsers).WithCancellation(cancellationToken))
            {
                yield return UserLine.Of(user.View, user.Line);
            }
        }

        if (filter.TakesFaults && entry.Kind is RequestKind.Import)
        {
            await foreach (var line in ReadFaultyAsync(entry.Id, from.Line, cancellationToken))
            {
                yield return line;
            }
        }
    }

    /// <summary>Reads a page.</summary>
    internal async Task<UserPage> ReadPageAsync(RequestEntry entry, OutcomeFilter filter, Place from, int top)
    {
        // One more than asked for tells whether there are more.
        var lines = await ReadAsync(entry, filter, from).Take(top + 1).ToListAsync();
        return lines.Count <= top ? new UserPage(lines, Continuation: null) : new UserPage(lines[..top], Place.Of(lines[top]).ToString());
    }

    /// <summary>Where a list of users begins.</summary>
    /// <param name="Index">The position of the first user.</param>
    /// <param name="Line">The first faulty line; 0 when users come before it.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Place(int Index, int Line)
    {
        /// <summary>Reads where a caller's page begins.</summary>
        /// <exception cref="RefusedException">No response gave that.</exception>
        public static Place Read(string text)
        {
            var isLine = text.StartsWith(LinePrefix, StringComparison.Ordinal);
            if (text.Length is 0)
            {
                return default;
            }

            return int.TryParse(text.AsSpan(isLine ? LinePrefix.Length : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? isLine ? new Place(0, number) : new Place(number, 0)
                : throw Paging.BadContinuation();
        }

        /// <summary>The place of a line.</summary>
        public static Place Of(UserLine line) => line.Index is { } index ? new Place(index, 0) : new Place(0, line.Line!.Value);

        /// <inheritdoc/>
        public override string ToString() => Line is 0 ? Index.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{LinePrefix}{Line}");
    }

    private IAsyncEnumerable<RecordedUser> ReadUsers(RequestEntry entry, int from, IReadOnlyCollection<string>? outcomes) => entry.IsSource
        ? users.ReadSourceAsync(entry.SourceId, from, outcomes)
        : users.ReadRequestAsync(entry.Id, from, outcomes);

    private async IAsyncEnumerable<UserLine> ReadFaultyAsync(string requestId, int from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ofLine = new List<LineFault>();
        await foreach (var fault in faults.ReadAsync(requestId, from, cancellationToken))
        {
            if (ofLine.Count > 0 && ofLine[0].Line != fault.Line)
            {
                yield return UserLine.Of(requestId, ofLine[0].Line, ofLine);
                ofLine = [];
            }

            ofLine.Add(fault);
        }

        if (ofLine.Count > 0)
        {
            yield return UserLine.Of(requestId, ofLine[0].Line, ofLine);
        }
    }
}
