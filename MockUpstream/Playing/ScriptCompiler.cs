using Scenarios.Model;

namespace MockUpstream.Playing;

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

        return new ScriptCompilation(exchange.Wire, model).Run(exchange.Steps);
    }
}
