using Conformance.Clients.Views;
using Conformance.Tests.Checking;

namespace Conformance.Tests.Clients;

/// <summary>One damage and how it shows at each client: <c>.</c> not, <c>~</c> something is lost, <c>x</c> it breaks.</summary>
/// <param name="Says">The damage in a few words.</param>
/// <param name="Cells">The clients' cells in the order of <see cref="Damages.Clients"/>.</param>
/// <param name="Right">The answer before the damage.</param>
/// <param name="Damaged">The answer after it.</param>
internal sealed record Damage(string Says, string Cells, ClientStream Right, ClientStream Damaged)
{
    public Damage(string says, string cells, Func<TestStream, TestStream> spoil)
        : this(says, cells, WholeStream.Right.Seen(), spoil(WholeStream.Right).Seen())
    {
    }

    public char Of(string client) => Cells.Split(' ')[Damages.Clients.IndexOf(client)][0];

    public override string ToString() => Says;
}
