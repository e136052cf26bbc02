using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Gating;

/// <summary>One of several parts of a selection that are played apart.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts there are.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>The largest number of parts.</summary>
    public const int MaxCount = 1000;

    /// <summary>Reads <c>2/4</c>; <see langword="null"/> when it is not that.</summary>
    public static Shard? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Split('/') is [var index, var count]
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && i >= 1 && i <= n && n <= MaxCount
                ? new Shard(i, n)
                : null;
    }

    /// <summary>
    /// Returns this part of the ids. The ids are put in the order of their hashes and cut into equal runs, so that each part has its share
    /// of every area, the parts differ by one case at most, and a case that is added moves only the cases at the cuts.
    /// </summary>
    public IReadOnlySet<string> Select(IEnumerable<string> ids)
    {
        var order = ids.OrderBy(Hash, StringComparer.Ordinal).ToList();
        var from = (int)((long)order.Count * (Index - 1) / Count);
        var to = (int)((long)order.Count * Index / Count);
        return order[from..to].ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static string Hash(string id) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
