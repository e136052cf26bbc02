namespace Conformance.Tests.Checking;

/// <summary>A stream that is right although another relay's looks different.</summary>
/// <param name="Name">The difference.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Warnings">The rules that may say so without accusing.</param>
internal sealed record HonestStream(string Name, TestStream Stream, params string[] Warnings)
{
    public override string ToString() => Name;
}
