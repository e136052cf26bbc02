using Conformance.Tests.Recording;

namespace Conformance.Tests.Hostile;

/// <summary>One answer that no client could use.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Finding">A part of the check's id, of the message or of what was received, by which the judge must name it.</param>
/// <param name="Serve">Sends it.</param>
internal sealed record OddAnswer(string Name, string Finding, Func<RawConnection, Task> Serve)
{
    public override string ToString() => Name;
}
