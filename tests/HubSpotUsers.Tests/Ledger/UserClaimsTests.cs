using Azure;
using HubSpotUsers.Ledger;
using Testing.Builders;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Ledger;

public sealed class UserClaimsTests
{
    private static readonly Guid OtherBatch = Guid.CreateVersion7(Batches.Now);

    private readonly FakeTableServiceClient _tables = new();
    private readonly UserClaims _claims;

    public UserClaimsTests() => _claims = new UserClaims(_tables, new UserTable(_tables, new VirtualTime()), new VirtualTime());

    [Fact]
    public async Task A_claim_of_nothing_is_an_insert()
    {
        var input = LedgerRows.Cleared(1)[0];

        Assert.Empty(await _claims.ClaimAsync([input], Batches.Id));

        var row = Assert.Single(_tables.Users.Rows);
        Assert.Equal(("m-0", "Pending", Batches.Id, Batches.Now), (row.RowKey, row.GetString("Outcome"), row.GetGuid("BatchId"), row.GetDateTimeOffset("ClaimedAt")));
        Assert.Equal(row.ETag, input.ClaimedRow);
    }

    [Fact]
    public async Task A_claim_replaces_exactly_the_row_that_was_read()
    {
        await _tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Rejected));
        var input = LedgerRows.Replacing(_tables.Users.Rows[0]);

        Assert.Empty(await _claims.ClaimAsync([input], Batches.Id));

        Assert.Equal("Pending", Assert.Single(_tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task A_claim_is_refused_when_the_row_has_changed_since()
    {
        await _tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Rejected));
        var input = LedgerRows.Replacing(_tables.Users.Rows[0]);
        await _tables.Users.UpsertEntityAsync(UserRow.Claim(input, OtherBatch, Batches.Now));

        Assert.Equal([input], await _claims.ClaimAsync([input], Batches.Id));

        Assert.Equal(OtherBatch, Assert.Single(_tables.Users.Rows).GetGuid("BatchId"));
        Assert.Null(input.ClaimedRow);
    }

    [Fact]
    public async Task Of_many_claims_only_those_someone_else_has_are_refused()
    {
        var inputs = LedgerRows.Cleared(5);
        await _tables.Users.AddEntityAsync(UserRow.Claim(inputs[3], OtherBatch, Batches.Now));

        Assert.Equal([inputs[3]], await _claims.ClaimAsync(inputs, Batches.Id));

        Assert.Equal([true, true, true, false, true], inputs.Select(input => input.ClaimedRow is not null));
    }

    [Fact]
    public async Task Of_two_that_claim_one_wins()
    {
        var (ours, theirs) = (LedgerRows.Cleared(3), LedgerRows.Cleared(3));

        var refused = await Task.WhenAll(_claims.ClaimAsync(ours, Batches.Id), _claims.ClaimAsync(theirs, OtherBatch));

        Assert.Equal(3, refused.Sum(inputs => inputs.Count));
    }

    [Fact]
    public async Task A_claim_that_was_granted_without_a_response_is_recognised()
    {
        var input = LedgerRows.Cleared(1)[0];
        await _tables.Users.AddEntityAsync(UserRow.Claim(input, Batches.Id, Batches.Now));

        Assert.Empty(await _claims.ClaimAsync([input], Batches.Id));

        Assert.Equal(_tables.Users.Rows[0].ETag, input.ClaimedRow);
    }

    [Fact]
    public async Task Claims_go_in_transactions_of_a_hundred_in_one_partition()
    {
        // The table itself refuses more, and two partitions.
        var inputs = Enumerable.Range(0, 20).SelectMany(source => LedgerRows.Cleared(30, $"source{source}")).ToList();

        Assert.Empty(await _claims.ClaimAsync(inputs, Batches.Id));

        Assert.Equal(600, _tables.Users.Rows.Count);
        Assert.InRange(_tables.Users.Transactions.Count, 6, 7);
    }

    [Fact]
    public async Task A_claim_given_back_leaves_no_row()
    {
        var input = LedgerRows.Cleared(1)[0];
        await _claims.ClaimAsync([input], Batches.Id);

        await _claims.UnclaimAsync(input);

        Assert.Empty(_tables.Users.Rows);
    }

    [Fact]
    public async Task A_claim_that_is_someone_elses_by_now_is_left_alone()
    {
        var input = LedgerRows.Cleared(1)[0];
        await _claims.ClaimAsync([input], Batches.Id);
        await _tables.Users.UpsertEntityAsync(UserRow.Claim(input, OtherBatch, Batches.Now));

        await _claims.UnclaimAsync(input);

        Assert.Equal(OtherBatch, Assert.Single(_tables.Users.Rows).GetGuid("BatchId"));
    }

    [Fact]
    public async Task A_claim_names_its_user_as_the_caller_does()
    {
        var submission = Submissions.Of("m", Users.Named("m.0") with { ObjectWriteTraceId = "row-1" });
        var input = Submissions.Pending(Submissions.Cleared(submission, _ => null)).Inputs[0];

        await _claims.ClaimAsync([input], Batches.Id);

        Assert.Equal("row-1", Assert.Single(_tables.Users.Rows).GetString("ObjectWriteTraceId"));
    }

    [Fact]
    public async Task A_table_that_fails_grants_nothing()
    {
        _tables.Users.Failure = new RequestFailedException(503, "Busy");

        await Assert.ThrowsAsync<RequestFailedException>(() => _claims.ClaimAsync(LedgerRows.Cleared(1), Batches.Id));
    }
}
