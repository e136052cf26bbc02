using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>
/// A type belongs to the row with the longest name that is its namespace or encloses it, and a room inside another is a room like any.
/// </summary>
internal sealed class ProjectRoomsTests
{
    private static readonly ArrowTable Table = ArrowTable.Read("""
        [House]
        Kitchen.Pantry ->
        Kitchen -> Kitchen.Pantry
        """).Single();

    private static readonly ProjectRooms Rooms = new("House", "house", Table.Rows.Select(static row => row.Room));

    [TestCase("House.Kitchen", "Kitchen")]
    [TestCase("House.Kitchen.Pantry", "Kitchen.Pantry")]
    [TestCase("House.Kitchen.Pantry.Shelf", "Kitchen.Pantry")]
    [TestCase("House.Kitchen.PantryDoor", "Kitchen", Description = "a name is compared part by part")]
    [TestCase("House.Attic.Chest", "Attic", Description = "a namespace without a row is reported by its first part")]
    [TestCase("House", "(root)")]
    [TestCase("HouseKeeping.Kitchen", null)]
    public void Type_belongs_to_the_row_with_the_longest_name(string space, string? room) =>
        Assert.That(Rooms.RoomOf(TypeIn(space)), Is.EqualTo(room));

    [Test]
    public void Type_of_another_assembly_has_no_room() =>
        Assert.That(Rooms.RoomOf(new TypeName("garden", "House.Kitchen", "Spade")), Is.Null);

    [Test]
    public void Arrow_from_a_room_to_one_inside_it_is_an_arrow_of_the_table() =>
        Assert.That(Faults(Use("House.Kitchen", "House.Kitchen.Pantry")), Is.Empty);

    [Test]
    public void Use_within_a_namespace_without_a_row_is_no_arrow() =>
        Assert.That(Rooms.Arrows([Use("House.Kitchen.Pantry.Shelf", "House.Kitchen.Pantry")]), Is.Empty);

    [Test]
    public void Forbidden_arrow_to_the_enclosing_room_is_named() =>
        Assert.That(
            ArrowCheck.Forbidden(Table, Rooms.Arrows([Use("House.Kitchen.Pantry.Shelf", "House.Kitchen")])),
            Is.EqualTo(new[] { "House: Kitchen.Pantry must not name Kitchen: Shelf.Member names Kitchen" }));

    [Test]
    public void Cycle_between_a_room_and_one_inside_it_is_named() =>
        Assert.That(
            ArrowCheck.Cycles(
                "House", Rooms.Arrows([Use("House.Kitchen", "House.Kitchen.Pantry"), Use("House.Kitchen.Pantry", "House.Kitchen")])),
            Is.EqualTo(new[]
            {
                "House: Kitchen -> Kitchen.Pantry -> Kitchen is a cycle: Kitchen.Member names Pantry; Pantry.Member names Kitchen",
            }));

    private static IEnumerable<string> Faults(TypeUse use)
    {
        var arrows = Rooms.Arrows([use]);
        return [
            .. ArrowCheck.Forbidden(Table, arrows),
            .. ArrowCheck.Unused(Table, arrows, ["Kitchen.Pantry", "Kitchen"]),
            .. ArrowCheck.Cycles("House", arrows),
        ];
    }

    private static TypeUse Use(string from, string to) => new(TypeIn(from), "Member", TypeIn(to));

    private static TypeName TypeIn(string space) => new("house", space, space.Split('.')[^1]);
}
