using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>A user's row, as far as it is reported.</summary>
/// <param name="View">What is reported of it.</param>
/// <param name="IsFinal">Whether it has its outcome, and none can take its place: a redrive may change any other than created and duplicate.</param>
internal sealed record RecordedUser(UserView View, bool IsFinal)
{
    /// <summary>Stands in place of an outcome while a batch has the user.</summary>
    public const string Pending = "Pending";

    /// <summary>Its line in a file in which it has an id of its own, from 1; null for any other user.</summary>
    public int? Line { get; init; }

    /// <summary>What became of it; null while that is open.</summary>
    public Outcome? Outcome => Enum.TryParse<Outcome>(View.Outcome, out var known) && Enum.IsDefined(known) ? known : null;

    /// <summary>Reads a row; null when its key does not say which user it is.</summary>
    /// <param name="offset">The position of its message's first user.</param>
    public static RecordedUser? Find(TableEntity row, int offset = 0) => InputKey.PositionOf(row.RowKey) is { } position ? Of(row, offset + position) : null;

    private static RecordedUser Of(TableEntity row, int index)
    {
        var outcome = row.Text("Outcome") ?? Pending;
        var view = new UserView(
            index,
            row.Text("SourceId") ?? string.Empty,
            row.Text("ObjectWriteTraceId"),
            outcome,
            row.Text("HubSpotId"),
            row.Text("ExistingId"),
            row.Id("BatchId"),
            row.Text("ErrorCategory"),
            row.Text("ErrorMessage"),
            row["Reconciled"] as bool?,
            row.Count("Attempt"),
            row.Time("CompletedAt"));
        return new RecordedUser(view, outcome is nameof(HubSpotUsers.Outcome.Created) or nameof(HubSpotUsers.Outcome.Duplicate));
    }
}
