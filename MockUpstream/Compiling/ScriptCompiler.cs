using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Turns the steps of an exchange into bytes and pauses. Pure.</summary>
public static class ScriptCompiler
{
    /// <summary>Compiles an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="model">The model name the built chunks carry.</param>
    public static Script Compile(Exchange exchange, string model)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(model);

        return exchange.Wire.Silent
            ? new Script([new StallPiece(new StallStep { Place = exchange.Place, Text = "connection: silent", Number = 0 })])
            : new ScriptCompilation(exchange.Wire, model).Compile(exchange.Steps, exchange.Pace);
    }

    /// <summary>Returns whether the mock sends no status and no headers: the answer begins past HTTP, or nothing is ever sent.</summary>
    public static bool IsHeadless(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);

        return exchange.Wire.Silent
            || exchange.Steps.FirstOrDefault(static step => step is not (StallStep or WaitStep or HoldStep or GateStep)) is TcpStep;
    }
}
