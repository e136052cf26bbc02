namespace Conformance.Tests.Architecture;

/// <summary>One place where the code of a type names another type.</summary>
/// <param name="Member">The member of <paramref name="From"/> that names it, or the part of the declaration.</param>
internal sealed record TypeUse(TypeName From, string Member, TypeName To);
