"""A Pygments lexer for the formulas of gradgraph."""

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, Text, Whitespace

__all__ = ["FormulaLexer"]

NAME = r"[^\W\d]\w*"
FUNCTIONS = """
    add sub mul div neg pow powc exp expm1 log log1p log2 log10 sqrt cbrt square abs sign sin
    cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh sigmoid softplus relu
    leaky_relu elu gelu silu erf min max clamp hypot sum mean product logsumexp dot
    softmax log_softmax mse cross_entropy transpose
""".split()


class FormulaLexer(RegexLexer):
    name = "Formula"
    aliases = ["formula", "gradgraph"]
    filenames = ["*.formula"]

    tokens = {
        "root": [
            (r"\s+", Whitespace),
            (r"#.*$", Comment.Single),
            (r"(for)(\s+)(%s)(\s+)(in)\b" % NAME, bygroups(Keyword, Whitespace, Name.Variable, Whitespace, Keyword)),
            (r"(%s)(\s+)(in)\b" % NAME, bygroups(Name.Variable, Whitespace, Keyword)),
            (r"(%s)(\s*)(\{)" % NAME, bygroups(Name.Namespace, Whitespace, Punctuation)),
            (r"(and|or|not)\b", Operator.Word),
            (words(FUNCTIONS, prefix=r"\b", suffix=r"(?=\s*\()"), Name.Builtin),
            (r"(?:pi|tau|e|inf|nan|π)\b(?!\s*\()", Name.Constant),
            (r"%s(?=\s*\()" % NAME, Name.Function),
            (r"axis(?=\s*=)", Keyword),
            (NAME, Name.Variable),
            (r"(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?", Number),
            (r"\.\.<|\.\.\.|<=|>=|==|!=|\*\*|[-+*/@^<>=×·⋅∗÷−–√²³⁰¹⁴-⁹⁻]", Operator),
            (r"[()\[\]{},:;.]", Punctuation),
            (r".", Text),
        ]
    }
