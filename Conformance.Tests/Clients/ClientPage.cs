using System.Text;
using Conformance.Clients;

namespace Conformance.Tests.Clients;

/// <summary>The page <c>docs/clients.md</c>, made of the views' own data and of what they make of the damages.</summary>
internal static class ClientPage
{
    public static string Create()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Clients

            What seven clients make of a Responses stream, as small models in `Conformance/Clients`. They were held against the packages themselves, one kind of damage at a
            time (openai-node, vercel, agents, dotnet and codex), and against the source (openai-python, aether).

            This page is made from the code. After a change: `UPDATE_DOCS=1 dotnet test Conformance.Tests --filter "FullyQualifiedName~ClientPageTests"`.

            | client | product | version | reads | incomplete | failed | connection left open |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var info in ClientViews.All.Select(view => view.Info))
        {
            page.Append($"| {info.Name} | {info.Product} | {info.Version} | {info.Reads} | {info.WhenIncomplete} | {info.WhenFailed} | {info.WhenOpen} |\n");
        }

        page.Append(
            """

            ## What a damage does

            One damage to a right answer (reasoning as a summary, a message, a call): `ok`; **loses** something and goes on; **breaks**: throws, hangs, or misses the answer.


            """);
        page.Append($"| damage | {string.Join(" | ", Damages.Clients)} |\n| --- |{string.Concat(Damages.Clients.Select(_ => " --- |"))}\n");
        foreach (var damage in Damages.All)
        {
            page.Append($"| {damage.Says} | {string.Join(" | ", Damages.Clients.Select(client => Cell(damage, ClientViews.Of(client))))} |\n");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Cell(Damage damage, IClientView view)
    {
        var impact = ClientImpact.Between(view.Info, view.Read(damage.Right), view.Read(damage.Damaged));
        return impact.Impact switch
        {
            Impact.None => "ok",
            Impact.Loses => $"**loses**: {impact.Reason}",
            _ => $"**breaks**: {impact.Reason.Replace("|", "\\|", StringComparison.Ordinal)}",
        };
    }
}
