using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>The golden files of a folder: beside their cases, or in a folder of the user's (<c>--golden</c>).</summary>
/// <param name="folder">The folder that holds <c>&lt;id&gt;.golden.jsonl</c>.</param>
public sealed class GoldenStore(string folder)
{
    /// <summary>The golden lines of each turn; <see langword="null"/> when there is no golden.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Load(Scenario scenario) => throw new NotSupportedException(folder + scenario);

    /// <summary>Compares, writes <c>&lt;id&gt;.received.jsonl</c> when they differ or no golden exists (and removes a stale one when they agree), and says the first divergence.</summary>
    /// <returns>One finding (<c>golden</c>, or <c>golden-missing</c>), or <see langword="null"/> when they agree.</returns>
    public Finding? Compare(Scenario scenario, IReadOnlyList<IReadOnlyList<string>> received) => throw new NotSupportedException(scenario?.ToString() + received);

    /// <summary>The ids that have a received file waiting.</summary>
    public IReadOnlyList<string> Waiting() => throw new NotSupportedException();

    /// <summary>The difference between golden and received of an id as unified text lines (<c>+</c>, <c>-</c>, space first), and whether there is a received file at all.</summary>
    public (bool Found, IReadOnlyList<string> Lines) Difference(string id) => throw new NotSupportedException(id);

    /// <summary>Takes the received file over as the golden.</summary>
    public void Accept(string id) => throw new NotSupportedException(id);
}
