namespace Conformance.Tests.Architecture;

/// <summary>The outermost type of a type, as metadata names it.</summary>
/// <param name="Assembly">The assembly's name; the name of the facade for types of the framework.</param>
internal readonly record struct TypeName(string Assembly, string Namespace, string Name);
