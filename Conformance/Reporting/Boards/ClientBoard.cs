using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>Shows which clients work with a relay: one row for each client, from its result for each case's answer. Pure.</summary>
/// <param name="Rows">The clients, those that break most first.</param>
internal sealed record ClientBoard(IReadOnlyList<ClientRow> Rows)
{
    /// <summary>Returns the board of a run; without rows when no case was played.</summary>
    public static ClientBoard Of(RunResult run) => new(
    [
        .. ClientViews.All.Select(view => ClientRow.Of(view.Info, BoardCases.Select(run)))
            .Where(static row => row.Cases > 0)
            .OrderByDescending(static row => row.Breaks).ThenByDescending(static row => row.Loses).ThenBy(
                static row => row.Client, StringComparer.Ordinal),
    ]);
}

/// <summary>One client.</summary>
/// <param name="Client">Its name.</param>
/// <param name="Product">The product or package.</param>
/// <param name="Version">The version whose behaviour is modelled.</param>
/// <param name="Works">In how many cases it works.</param>
/// <param name="Loses">In how many it loses something that another form of the answer would have given it.</param>
/// <param name="Breaks">In how many it breaks.</param>
/// <param name="Examples">Those cases in which it breaks or loses, in the order of their ids, inherent ones last.</param>
internal sealed record ClientRow(
    string Client, string Product, string Version, int Works, int Loses, int Breaks, IReadOnlyList<ClientExample> Examples)
{
    /// <summary>
    /// In how many cases it loses something whatever the relay sends, such as an incomplete answer that it takes for an error.
    /// </summary>
    public int Inherent { get; init; }

    /// <summary>In how many cases it read an answer.</summary>
    public int Cases => Works + Loses + Breaks + Inherent;

    /// <summary>The examples by impact and sentence, the worst and most frequent first.</summary>
    public IReadOnlyList<ClientCause> Causes =>
    [
        .. Examples.GroupBy(static example => (example.Impact, example.Inherent, example.Says))
            .Select(static group => new ClientCause(
                group.Key.Impact, group.Key.Inherent, group.Key.Says, [.. group.Select(static example => example.Case)]))
            .OrderBy(static cause => cause.Inherent)
                .ThenBy(static cause => cause.Impact, StringComparer.Ordinal)
                .ThenByDescending(static cause => cause.Cases.Count),
    ];

    public static ClientRow Of(ClientInfo info, IReadOnlyList<CaseResult> cases)
    {
        var cells = cases.SelectMany(result => result.Clients.Where(cell => cell.Client == info.Name)
            .Select(cell => new ClientExample(result.Id, cell.Impact, cell.Says) { Inherent = cell.Inherent })).ToList();
        int Count(string impact) => cells.Count(cell => cell.Impact == impact && !cell.Inherent);
        return new ClientRow(
            info.Name,
            info.Product,
            info.Version,
            Count("works"),
            Count("loses"),
            Count("breaks"),
            [.. cells.Where(static cell => cell.Impact != "works").OrderBy(static cell => cell.Inherent)])
        {
            Inherent = cells.Count(static cell => cell.Inherent),
        };
    }
}

/// <summary>A case in which a client does not work.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Impact"><c>loses</c> or <c>breaks</c>.</param>
/// <param name="Says">The message that the client would show, or the content that it loses.</param>
internal sealed record ClientExample(string Case, string Impact, string Says)
{
    /// <summary>Whether the client treats every such answer so, whatever the relay's form.</summary>
    public bool Inherent { get; init; }
}

/// <summary>Cases in which a client shows the same sentence.</summary>
/// <param name="Impact"><c>loses</c> or <c>breaks</c>.</param>
/// <param name="Inherent">Whether the client treats every such answer so, whatever the relay's form.</param>
/// <param name="Says">The sentence.</param>
/// <param name="Cases">The cases, in the order of their ids.</param>
internal sealed record ClientCause(string Impact, bool Inherent, string Says, IReadOnlyList<string> Cases);
