using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>Each way in which arrows and their table can differ is one line that names the place.</summary>
internal sealed class ArrowCheckTests
{
    private static readonly ArrowTable Table = ArrowTable.Read("""
        # Rooms, the lowest first.
        [House]
        Cellar ->
        Kitchen -> Cellar
        (root) -> Kitchen
        """).Single();

    private static readonly Arrow[] Allowed = [Arrow("Kitchen", "Cellar"), Arrow("(root)", "Kitchen")];

    [Test]
    public void Arrows_of_the_table_have_no_fault() =>
        Assert.That(Faults(Allowed, "Cellar", "Kitchen", "(root)"), Is.Empty);

    [Test]
    public void Forbidden_arrow_is_named_with_its_types_and_member() =>
        Assert.That(
            ArrowCheck.Forbidden(Table, [.. Allowed, Arrow("Cellar", "(root)")]),
            Is.EqualTo(new[] { "House: Cellar must not name (root): TypeOfCellar.Member names TypeOf(root)" }));

    [Test]
    public void Allowed_arrow_that_nothing_uses_is_named() =>
        Assert.That(
            ArrowCheck.Unused(Table, Allowed[..1], ["Cellar", "Kitchen", "(root)"]),
            Is.EqualTo(new[] { "House: (root) may name Kitchen and does not: delete the arrow" }));

    [Test]
    public void Row_of_a_room_without_types_is_named() =>
        Assert.That(
            ArrowCheck.Unused(Table, Allowed, ["Kitchen", "(root)"]),
            Is.EqualTo(new[] { "House: Cellar has a row and no type: delete the row" }));

    [Test]
    public void Room_without_a_row_is_named() =>
        Assert.That(
            ArrowCheck.Missing(Table, ["Attic", "Kitchen"]), Is.EqualTo(new[] { $"House: Attic has no row in {ArrowTable.Source}" }));

    [Test]
    public void Cycle_is_named_with_a_place_for_each_arrow() =>
        Assert.That(
            ArrowCheck.Cycles("House", [.. Allowed, Arrow("Cellar", "(root)")]),
            Is.EqualTo(new[]
            {
                "House: (root) -> Kitchen -> Cellar -> (root) is a cycle: TypeOf(root).Member names TypeOfKitchen; "
                    + "TypeOfKitchen.Member names TypeOfCellar; TypeOfCellar.Member names TypeOf(root)",
            }));

    [Test]
    public void Row_that_names_a_room_below_it_is_named() =>
        Assert.That(
            ArrowCheck.OutOfOrder(ArrowTable.Read("[House]\nKitchen -> Cellar\nCellar ->").Single()),
            Is.EqualTo(new[] { "House: Kitchen may name Cellar, which does not stand above it" }));

    [Test]
    public void Line_that_is_no_row_is_rejected() =>
        Assert.That(
            static () => ArrowTable.Read("[House]\nKitchen > Cellar"),
            Throws.TypeOf<FormatException>().With.Message.EndsWith("received 'Kitchen > Cellar'"));

    private static IEnumerable<string> Faults(Arrow[] arrows, params string[] rooms) =>
        [
            .. ArrowCheck.Forbidden(Table, arrows),
            .. ArrowCheck.Unused(Table, arrows, rooms),
            .. ArrowCheck.Missing(Table, rooms),
            .. ArrowCheck.Cycles("House", arrows),
        ];

    private static Arrow Arrow(string from, string to) => new(from, to, [new TypeUse(TypeIn(from), "Member", TypeIn(to))]);

    private static TypeName TypeIn(string room) => new("House", "House", "TypeOf" + room);
}
