namespace Conformance.Fuzzing.Generating;

/// <summary>
/// Pseudo-random numbers that depend on the seed alone: the same on every machine and in every version of the runtime (SplitMix64).
/// </summary>
internal sealed class FuzzRandom(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>Returns the generator of one case of a seed, so that a case can be made again without those before it.</summary>
    public static FuzzRandom Of(long seed, long number) => new(Mix(unchecked((ulong)seed * Step)) ^ Mix(unchecked((ulong)number + Step)));

    /// <summary>Returns a number from 0 to <paramref name="bound"/> - 1.</summary>
    public int NextBelow(int bound) => (int)(((UInt128)NextBits() * (uint)bound) >> 64);

    /// <summary>Returns a number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int NextBetween(int least, int most) => least + NextBelow(most - least + 1);

    /// <summary>Returns true in so many of a hundred calls.</summary>
    public bool NextChance(int percent) => NextBelow(100) < percent;

    /// <summary>Returns one of the choices, each as likely as the others.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[NextBelow(choices.Length)];

    /// <summary>Returns the next 64 bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += Step;
            return Mix(_state);
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
            return value ^ (value >> 31);
        }
    }
}
