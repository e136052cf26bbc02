namespace Conformance.Running;

/// <summary>A cause of wrong outcomes in one line.</summary>
/// <param name="Count">How many cases have it.</param>
/// <param name="Words">The check, the event and the member.</param>
/// <param name="First">The id of the first case.</param>
internal sealed record RunCause(int Count, string Words, string First);
