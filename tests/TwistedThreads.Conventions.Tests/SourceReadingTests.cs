using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Conventions.Tests;

/// <summary>The other conventions believe what these readers say, so the readers are tested first.</summary>
public sealed class SourceReadingTests
{
    [Theory]
    [InlineData("a(); // File.Open", "a();")]
    [InlineData("a(); /* Random */ b();", "a();              b();")]
    [InlineData("a(\"Guid.NewGuid\");", "a(              );")]
    [InlineData("a(@\"C:\\\", b);", "a(      , b);")]
    [InlineData("a('\"', b, '\\'');", "a(   , b,     );")]
    [InlineData("a($\"x{b(\"y\")}z\");", "a(    b(   )   );")]
    [InlineData("a($\"{b:O}{{c}}\");", "a(   b         );")]
    [InlineData("a($$\"\"\"{x}{{b}}\"\"\");", "a(          b     );")]
    [InlineData("a(\"\"\"say \"no\" \"\"\");", "a(               );")]
    public void Only_code_is_read_as_code(string source, string code) =>
        Assert.Equal(code, CSharpText.Read(source).Code.TrimEnd());

    [Fact]
    public void A_comment_is_read_as_a_comment_but_not_its_image_in_a_text() =>
        Assert.Equal("// two", CSharpText.Read("a(\"// one\"); // two").Comments.Trim());

    [Fact]
    public void Types_and_methods_are_found_with_their_first_and_last_line()
    {
        var file = new SourceFile("Sample.cs", """
            namespace Sample;

            [Mark("{")]
            public sealed record Basket(string Id) : IThing
            {
                private static readonly int[] Table = [1, 2];

                public int Size { get; init; } = 3;

                public static bool operator ==(int left, Basket right) => true;

                [Fact]
                public int Count(
                    int one = 1)
                {
                    var text = $"{one}";
                    return text is { Length: 1 } ? 1 : 2;
                }

                private enum Colour { Red = (1), Green }
            }
            """);

        Assert.Equal(
            ["== 10-10", "Basket 4-21", "Colour 20-20", "Count 13-18"],
            file.Declarations
                .Select(found => $"{found.Name} {file.LineOf(found.Start)}-{file.LineOf(found.End - 1)}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_is_read_to_its_end_with_all_brackets_closed() => Verdict.None(
        "The reader took text for code, or code for text.",
        Repository.AllSources
            .Where(file => !IsBalanced(file.Code))
            .Select(file => file.Path));

    [Fact]
    public void Every_type_of_the_shop_is_found_in_its_source()
    {
        var found = Repository.AllSources.SelectMany(file => file.Declarations)
            .Where(declaration => declaration.IsType)
            .Select(declaration => declaration.Name)
            .ToHashSet(StringComparer.Ordinal);

        Verdict.None(
            "The reader overlooked a declaration.",
            new[] { typeof(Money).Assembly, typeof(FunctionIndex).Assembly }
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.Namespace?.StartsWith("TwistedThreads", StringComparison.Ordinal) == true)
                .Select(type => type.Name.Split('`')[0])
                .Where(name => !name.Contains('<', StringComparison.Ordinal) && !found.Contains(name)));
    }

    private static bool IsBalanced(string code) => "()[]{}".Chunk(2).All(
        pair => code.Count(sign => sign == pair[0]) == code.Count(sign => sign == pair[1]));
}
