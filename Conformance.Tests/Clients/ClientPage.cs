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

            This page is made from the code. After a change, run `./docs.sh`.

            | client | product | version | reads | incomplete | failed | connection left open |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var info in ClientViews.All.Select(view => view.Info))
        {
            page.Append($"| {info.Name} | {info.Product} | {info.Version} | {info.Reads} | {info.WhenIncomplete} | {info.WhenFailed} | {info.WhenOpen} |\n");
        }

        page.Append(
            """

            ## What a run says of them

            Each case of a run that asks for a stream has a cell a client; `relayconf clients`, the report and the matrix show them. A cell compares what the client makes of the
            answer with what it would make of the same content in the form that every client takes: the content is assembled from all events and the body, so that no client
            is blamed for what the relay left out. Of several turns the worst counts.

            | cell | meaning |
            | --- | --- |
            | works | the client ends up with all that the answer says; a failed response works when the client shows its message |
            | by nature | the client treats every such answer so, whatever the relay sends: four of the seven take an incomplete answer for an error or for a whole one, the Agents SDK asks again when an answer holds neither text nor a call, Codex and aether pass over a refusal, aether knows no custom tools |
            | loses | the client goes on without something: text while it streams, reasoning, usage, the reason of the end, items for the next turn, the message of a failure |
            | breaks | the client throws, waits, misses the answer or a call, or does not notice a failure |

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
