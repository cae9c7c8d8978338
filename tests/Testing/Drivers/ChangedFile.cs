namespace Testing.Drivers;

/// <summary>Changes files as accidents do: bytes changed, left out, repeated and put in.</summary>
internal static class ChangedFile
{
    /// <summary>Changes a file in one to five places.</summary>
    /// <param name="original">The file.</param>
    /// <param name="random">Decides on the changes.</param>
    /// <param name="least">How many bytes at its beginning stay as they are.</param>
    public static byte[] Of(byte[] original, Random random, int least = 0)
    {
        var body = original.ToList();
        for (var change = random.Next(1, 6); change > 0 && body.Count > least; change--)
        {
            var at = random.Next(least, body.Count);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveAt(at);
                    break;
                case 2:
                    body.Insert(at, "\",;\n\r\t|{}[]\0"u8[random.Next(12)]);
                    break;
                case 3:
                    body.RemoveRange(at, Math.Min(random.Next(1, 20), body.Count - at));
                    break;
                default:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 20), body.Count - at)));
                    break;
            }
        }

        return [.. body];
    }

    /// <summary>How many lines a file has whose lines end with LF.</summary>
    public static int LinesOf(ReadOnlySpan<byte> body) =>
        body.Count((byte)'\n') is var ends && body.IsEmpty ? 0 : body[^1] is (byte)'\n' ? ends : ends + 1;
}
