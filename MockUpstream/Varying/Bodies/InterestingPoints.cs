namespace MockUpstream.Varying.Bodies;

/// <summary>The points of a body at which a reader that thinks in reads goes wrong.</summary>
internal static class InterestingPoints
{
    /// <summary>Returns the points: a write ends before each.</summary>
    public static HashSet<int> Find(ScriptedBody body)
    {
        var bytes = body.Bytes.Span;
        HashSet<int> points = [];
        foreach (var line in body.Frames.SelectMany(static frame => frame.Lines))
        {
            AddLine(points, line);
            AddInside(points, bytes, line);
        }

        AddMark(points, bytes);
        points.RemoveWhere(point => point <= 0 || point >= body.Bytes.Length);
        return points;
    }

    /// <summary>
    /// Adds the points inside the field's name, between it and its colon, before and behind the space, in the middle of the value, before
    /// and inside the line end.
    /// </summary>
    private static void AddLine(HashSet<int> points, BodyLine line)
    {
        if (line.Next - line.End == 2)
        {
            points.Add(line.End + 1);
        }

        if (line.IsBlank)
        {
            points.Add(line.Start);
            return;
        }

        points.Add(line.Start + Math.Min(2, line.End - line.Start));
        points.Add(line.End);
        if (line.Colon >= 0)
        {
            points.UnionWith([line.Colon, line.Colon + 1, line.Value, line.Value + ((line.End - line.Value) / 2)]);
        }
    }

    /// <summary>Adds the points inside characters of several bytes and inside escapes.</summary>
    private static void AddInside(HashSet<int> points, ReadOnlySpan<byte> bytes, BodyLine line)
    {
        for (var at = line.Start; at < line.End; at++)
        {
            if (bytes[at] is >= 0b1000_0000 and < 0b1100_0000)
            {
                points.Add(at);
            }
            else if (bytes[at] == (byte)'\\' && at + 1 < line.End)
            {
                points.Add(at + 1);
                var isUnicode = bytes[at + 1] == (byte)'u' && at + 6 <= line.End;
                if (isUnicode)
                {
                    // Behind the letter, in the middle of the digits, and between the halves of a pair.
                    points.UnionWith([at + 2, at + 4, at + 6]);
                }

                at += isUnicode ? 5 : 1;
            }
        }
    }

    private static void AddMark(HashSet<int> points, ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            points.UnionWith([1, 2]);
        }
    }
}
