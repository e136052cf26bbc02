using Conformance.Clients;
using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>Answers which clients work with a relay: one row a client, from what it makes of each case's answer. Pure.</summary>
/// <param name="Rows">The clients, those that break most first.</param>
internal sealed record ClientBoard(IReadOnlyList<ClientRow> Rows)
{
    /// <summary>The board of a run; without rows when no case was played.</summary>
    public static ClientBoard Of(RunResult run) => new(
    [
        .. ClientViews.All.Select(view => ClientRow.Of(view.Info, run.Cases))
            .Where(row => row.Works + row.Loses + row.Breaks > 0)
            .OrderByDescending(row => row.Breaks).ThenByDescending(row => row.Loses).ThenBy(row => row.Client, StringComparer.Ordinal),
    ]);
}

/// <summary>One client.</summary>
/// <param name="Client">Its name.</param>
/// <param name="Product">The product or package.</param>
/// <param name="Version">The version whose behaviour is modelled.</param>
/// <param name="Works">In how many cases it works.</param>
/// <param name="Loses">In how many it loses something.</param>
/// <param name="Breaks">In how many it breaks.</param>
/// <param name="Examples">Those cases in which it breaks or loses, in the order of their ids.</param>
internal sealed record ClientRow(string Client, string Product, string Version, int Works, int Loses, int Breaks, IReadOnlyList<ClientExample> Examples)
{
    public static ClientRow Of(ClientInfo info, IReadOnlyList<CaseResult> cases)
    {
        var cells = cases.SelectMany(result => result.Clients.Where(cell => cell.Client == info.Name).Select(cell => new ClientExample(result.Id, cell.Impact, cell.Says))).ToList();
        int Count(string impact) => cells.Count(cell => cell.Impact == impact);
        return new ClientRow(info.Name, info.Product, info.Version, Count("works"), Count("loses"), Count("breaks"), [.. cells.Where(cell => cell.Impact != "works")]);
    }
}

/// <summary>A case in which a client does not work.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Impact"><c>loses</c> or <c>breaks</c>.</param>
/// <param name="Says">The sentence the client would show, or what it loses.</param>
internal sealed record ClientExample(string Case, string Impact, string Says);
