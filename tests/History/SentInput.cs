namespace History;

/// <summary>An input that was sent, whoever was to create it.</summary>
/// <param name="Key">Its input key: source id, hyphen, index.</param>
/// <param name="UniqueValue">Its value of the unique property, which may be another input's too; null when it has none.</param>
public sealed record SentInput(string Key, string? UniqueValue);
