using Cli.Wire;

namespace Cli.Sending;

/// <summary>What <c>send --json</c> writes.</summary>
/// <param name="File">What the check found.</param>
/// <param name="IsSent">Whether the users were sent.</param>
/// <param name="IdempotencyKey">The key by which sending again resumes; null for a dry run.</param>
/// <param name="RequestId">The request; null for a dry run.</param>
/// <param name="Accepted">How many users are on the queue.</param>
/// <param name="Faulty">How many lines were left out.</param>
/// <param name="Request">How far the request is; null when it was not waited for.</param>
internal sealed record SendReport(FileCheck File, bool IsSent, string? IdempotencyKey, string? RequestId, int? Accepted, int Faulty, RequestView? Request);
