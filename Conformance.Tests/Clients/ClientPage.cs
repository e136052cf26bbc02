using System.Text;
using Conformance.Clients;
using Conformance.Clients.Views;

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

            This page describes how seven clients read a Responses stream. `Conformance/Clients` models each of them. The models were compared with the packages, one kind of damage at a
            time (openai-node, vercel, agents, dotnet and codex), or with the source (openai-python, aether). Codex 0.171 was compared in how it ends a turn and when it repeats a request,
            Codex 0.169 with each damage. No client needs `name` in `function_call_arguments.done`, which OpenAI's newest types no longer have.

            This page is generated from the code. After a change, run `./docs.sh`.

            | Client | Product | Version | Reads | Incomplete response | Failed response | Connection left open |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var info in ClientViews.All.Select(view => view.Info))
        {
            page.Append($"| {info.Name} | {info.Product} | {info.Version} | {info.Reads} | {info.WhenIncomplete} | {info.WhenFailed} "
                + $"| {info.WhenOpen} |\n");
        }

        page.Append(
            """

            ## Clients in a run

            For each case with a stream, a run has one cell per client. `relayconf clients`, the report and the matrix show them. A cell compares the client's result for this answer
            with its result for the same content in the form that every client accepts. The content is assembled from all events and the body, so a client never fails for content
            that the relay omitted. With several turns, the worst result is used.

            | Cell | Meaning |
            | --- | --- |
            | works | the client receives all content of the answer; a failed response works if the client shows its message |
            | by nature | the client does this with every such answer of any relay: four of the seven treat an incomplete answer as an error or as complete, the Agents SDK repeats the request after an answer without text and calls, Codex and aether ignore a refusal, aether has no custom tools |
            | loses | the client continues without some content: text while it streams, reasoning, usage, the reason of the end, items for the next turn, the message of a failure |
            | breaks | the client throws, waits, misses the answer or a call, or does not notice a failure |

            ## Damaged answers

            Each row damages a right answer (reasoning as a summary, a message, a call) in one way. `ok`: no effect. **loses**: the client continues without some content. **breaks**: it throws, hangs, or misses the answer.


            """);
        page.Append($"| Damage | {string.Join(" | ", Damages.Clients)} |\n| --- |{string.Concat(Damages.Clients.Select(_ => " --- |"))}\n");
        foreach (var damage in Damages.All)
        {
            page.Append(
                $"| {damage.Says} | {string.Join(" | ", Damages.Clients.Select(client => Cell(damage, ClientViews.Find(client))))} |\n");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Cell(Damage damage, IClientView view)
    {
        var impact = ClientImpact.Compare(view.Info, view.Read(damage.Right), view.Read(damage.Damaged));
        return impact.Impact switch
        {
            Impact.None => "ok",
            Impact.Loses => $"**loses**: {impact.Reason}",
            _ => $"**breaks**: {impact.Reason.Replace("|", "\\|", StringComparison.Ordinal)}",
        };
    }
}
