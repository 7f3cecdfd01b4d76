"""The LaTeX that is known, and what it means."""

GREEK = {
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu",
    "xi", "pi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda",
    "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega", "ell",
}  # fmt: skip
FONTS = {
    r"\mathbf": r"\mathbf", r"\boldsymbol": r"\mathbf", r"\mathcal": r"\mathcal", r"\mathbb": r"\mathbb",
    r"\hat": r"\hat", r"\bar": r"\bar", r"\tilde": r"\tilde",
}  # fmt: skip
FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
ELEMENTARY = {
    "exp", "log", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arccos", "arcsin", "arctan", "det", "dim",
}  # fmt: skip
NAMED = {
    "rank",
    "tr",
    "sign",
    "diag",
    "erf",
    "Var",
    "Cov",
    "softmax",
    "softplus",
    "logit",
}
"""Functions of one argument that are set upright, and need no brackets."""

BIG = {r"\sum", r"\prod", r"\max", r"\min", r"\lim", r"\int", r"\arg"}
PRODUCTS = {
    r"\cdot": "dot",
    r"\times": "times",
    r"\odot": "had",
    r"\cap": "cap",
    r"\circ": "compose",
}
DOTS = {r"\dots", r"\ldots", r"\cdots"}
RELATIONS = {
    "=": "=", ":=": "=", r"\ne": "≠", r"\neq": "≠", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥",
    "<": "<", ">": ">", r"\in": "∈", r"\perp": "⊥", r"\approx": "≈", r"\propto": "∝", r"\leftarrow": "←",
    r"\succ": "≻", r"\sim": "∼", r"\to": "→",
}  # fmt: skip
CALLED = {r"\mathbb{E}", r"\mathbb{1}"}
"""Functions that have one meaning everywhere."""

IMPLY = {r"\iff": "⇔", r"\Leftrightarrow": "⇔", r"\Rightarrow": "⇒", r"\implies": "⇒"}
QUADS = (r"\quad", r"\qquad")
