using Azure.Data.Tables;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Has one invocation at a time go through the poison queue: what it has received is invisible to all others, who would take the rest for the
/// whole. It lasts until everything is visible again, whatever becomes of its process.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed class PoisonLease(TableServiceClient service, TimeProvider time) : TableLease(service.GetTableClient(PoisonIndex.TableName), "lease", "scan", time);
