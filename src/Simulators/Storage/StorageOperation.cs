namespace Simulators.Storage;

/// <summary>What a call to a queue or a table does.</summary>
public enum StorageOperation
{
    /// <summary>Something no rule is made for, such as creating a queue or a table.</summary>
    Other,

    /// <summary>Receives messages of a queue.</summary>
    ReceiveMessages,

    /// <summary>Puts a message on a queue.</summary>
    PutMessage,

    /// <summary>Renews the lease of a message, or gives the message back.</summary>
    UpdateMessage,

    /// <summary>Deletes a message.</summary>
    DeleteMessage,

    /// <summary>Adds a row that must not be there.</summary>
    AddRow,

    /// <summary>Replaces or merges a row, whether it must be there or not.</summary>
    WriteRow,

    /// <summary>Deletes a row.</summary>
    DeleteRow,

    /// <summary>Reads a row or queries rows.</summary>
    ReadRows,

    /// <summary>Writes several rows in one transaction.</summary>
    Transaction,
}
