"""A set of equations as a careful user of alkaid would write it.

alkaid (LGPL, from the Python index) makes Verilog from quantised arithmetic
on arrays. It has tables of functions of one variable, adder graphs for
constant matrices and products; where each signal is rounded is up to the
user, as is what goes into a table. This does by rule what the user does by
hand:

 - what depends on one signal is one table, also sin(a)*sin(a) of a sum a;
 - arguments of sine and cosine that are sums are in turns, modulo one turn;
 - a factor common to a product goes into the sum's constants or a table;
 - a sum is one constant matrix product; its constant takes the rounding half;
 - every signal has its own fraction bits, and the integer bits that its values
   on the vectors need: `descend` takes bits away, those that save most for the
   error they make first, until no single one can go.

Model.run computes what the hardware does in NumPy; `trace` checks it against
alkaid's own interpreter, bit by bit.
"""

import ast
import math
import re

import numpy as np

TURN = 2 * math.pi
FUNCTIONS = {"sin": np.sin, "cos": np.cos}
GUARD = 10  # fraction bits beyond the port's to begin with
CONSTANTS = 8  # and of a constant beyond those
WORTH = 0.25  # of the largest saving for an error: less is not taken yet
FINER = 4  # fraction bits of a sum's constant beyond the sum's


def truth(text, x):
    """The equation in double."""
    return eval(text, {"sin": np.sin, "cos": np.cos, **x})


class Signal:
    """A number in the hardware: kind input, sum, product or table."""

    def __init__(self, kind, args=(), coefs=(), const=0.0, fn=None, turns=False):
        self.kind, self.args, self.coefs, self.const = kind, args, list(coefs), const
        self.fn, self.turns = fn, turns
        self.f = 0  # fraction bits
        self.fc = 0  # of its constants
        self.port = False  # an output: its format is given,
        self.limit = None  # and its integer bits, where it saturates


class Fn:
    """A function of one signal: a*s + b, or fn(s) where fn is not None."""

    def __init__(self, s, a=1.0, b=0.0, fn=None):
        self.s, self.a, self.b, self.fn = s, a, b, fn

    def call(self):
        a, b = self.a, self.b
        return self.fn or (lambda v: a * v + b)

    def then(self, g):
        f = self.call()
        return Fn(self.s, fn=lambda v: g(f(v)))


class Model:
    def __init__(self, equations, names, powers):
        """`powers`: powers of inputs are products of signals, and no tables."""
        self.powers = powers
        self.signals, self.known, self.parts = [], {}, {}
        self.x = {n: self.signal((n,), Signal("input")) for n in names}
        self.names = list(names)
        self.out = [self.output(self.build(ast.parse(t, mode="eval").body)) for t in equations]
        live = set()
        for s in [*self.x.values(), *self.out]:
            self.reach(s, live)
        self.signals = [s for s in self.signals if id(s) in live]

    # ---- from the equation ----

    def reach(self, s, live):
        live.add(id(s))
        for a in s.args:
            if isinstance(a, Signal) and id(a) not in live:
                self.reach(a, live)

    def signal(self, key, s):
        if key not in self.known:
            self.known[key] = s
            self.signals.append(s)
        return self.known[key]

    def build(self, n):
        """A float or an Fn."""
        if isinstance(n, ast.Constant):
            return float(n.value)
        if isinstance(n, ast.Name):
            return Fn(self.x[n.id])
        if isinstance(n, ast.UnaryOp):
            return self.product([-1.0, self.build(n.operand)])
        if isinstance(n, ast.Call):
            return self.sine(FUNCTIONS[n.func.id], self.build(n.args[0]), n.func.id)
        if isinstance(n.op, (ast.Add, ast.Sub)):
            return self.sum(self.flat(n, 1))
        if isinstance(n.op, ast.Mult):
            return self.product(self.factors(n))
        assert isinstance(n.op, ast.Pow) and isinstance(n.right, ast.Constant), ast.dump(n)
        return self.product([self.build(n.left)] * n.right.value)

    def flat(self, n, sign):
        if isinstance(n, ast.BinOp) and isinstance(n.op, (ast.Add, ast.Sub)):
            return self.flat(n.left, sign) + self.flat(n.right, sign if isinstance(n.op, ast.Add) else -sign)
        v = self.build(n)
        return [v if sign > 0 else self.product([-1.0, v])]

    def factors(self, n):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mult):
            return self.factors(n.left) + self.factors(n.right)
        if self.powers and isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow):
            return [self.build(n.left)] * n.right.value
        return [self.build(n)]

    def sum(self, items):
        const = sum(i for i in items if isinstance(i, float))
        by = {}
        for i in items:
            if not isinstance(i, float):
                by.setdefault(id(i.s), []).append(i)
        merged = [self.add(same) for same in by.values()]
        if not merged:
            return const
        if len(merged) == 1:
            return self.add([merged[0], const])
        scale = merged[0].a if merged[0].fn is None else 1.0
        s = self.weigh(merged, const, 1 / scale)
        return Fn(s, a=scale)

    @staticmethod
    def add(same):
        """One signal's functions and constants."""
        fs = [i for i in same if isinstance(i, Fn)]
        const = sum(i for i in same if isinstance(i, float))
        if all(f.fn is None for f in fs):
            return Fn(fs[0].s, sum(f.a for f in fs), sum(f.b for f in fs) + const)
        calls = [f.call() for f in fs]
        return Fn(fs[0].s, fn=lambda v: sum(c(v) for c in calls) + const)

    def weigh(self, items, const, scale, turns=False):
        """The signal scale * (items + const)."""
        args, coefs, rest = [], [], const
        for i in items:
            if i.fn is None:
                args.append(i.s)
                coefs.append(i.a * scale)
                rest += i.b
            else:
                fn = i.fn
                args.append(self.table(i.s, lambda v, fn=fn: scale * fn(v), turns))
                coefs.append(1.0)
        key = ("sum", turns, rest * scale, tuple(map(id, args)), tuple(coefs))
        s = self.signal(key, Signal("sum", args, coefs, rest * scale, turns=turns))
        self.parts[id(s)] = ([self.times(i, scale) for i in items], const * scale)
        return s

    def table(self, s, fn, turns=False):
        probe = fn(np.linspace(-3, 3, 17))
        return self.signal(("table", turns, id(s), probe.tobytes()), Signal("table", [s], fn=fn, turns=turns))

    def product(self, items):
        scale, rest = 1.0, []
        for i in items:
            if isinstance(i, float):
                scale *= i
            else:
                rest.append(i)
        if not rest:
            return scale
        by = {}
        for i in rest:
            keep = self.powers and i.s.kind == "input"
            by.setdefault((id(i.s), len(by) if keep else 0), []).append(i)
        merged = [self.multiply(same) for same in by.values()]
        if len(merged) == 1:
            return self.times(merged[0], scale)
        at = []
        for f in merged:
            if f.fn is not None:
                at.append(self.table(f.s, f.fn))
                continue
            scale *= f.a
            at.append(f.s if f.b == 0 else self.weigh([Fn(f.s)], f.b / f.a, 1.0))
        at.sort(key=self.signals.index)
        p = at[0]
        for q in at[1:]:
            p = self.signal(("product", id(p), id(q)), Signal("product", [p, q]))
        return Fn(p, a=scale)

    @staticmethod
    def times(f, c):
        return f.then(lambda v: c * v) if f.fn else Fn(f.s, f.a * c, f.b * c)

    @staticmethod
    def multiply(same):
        if len(same) == 1:
            return same[0]
        calls = [f.call() for f in same]
        return Fn(same[0].s, fn=lambda v: math.prod(g(v) for g in calls))

    def sine(self, g, f, name):
        if isinstance(f, float):
            return float(g(f))
        if f.fn is not None or f.s.kind in ("input", "table"):
            return f.then(g)
        items, const = self.parts.get(id(f.s), ([Fn(f.s)], 0.0))
        s = self.weigh([self.times(i, f.a) for i in items], const * f.a + f.b, 1 / TURN, True)
        return Fn(s, fn=lambda v: g(TURN * v))

    def output(self, f):
        items, const = self.parts.get(id(f.s), ([f], 0.0)) if f.fn is None else ([f], 0.0)
        if id(f.s) in self.parts and f.fn is None:
            items = [self.times(i, f.a) for i in items]
            const = const * f.a + f.b
        s = self.weigh(items, const, 1.0)
        if s.port:  # two equal outputs
            s = Signal("sum", s.args, s.coefs, s.const)
            self.signals.append(s)
        s.port = True
        return s

    # ---- its numbers ----

    def constant(self, s):
        """A sum's constant with the half of its rounding, some bits finer."""
        return round((s.const + 2.0 ** (-s.f - 1)) * 2.0 ** (s.f + FINER)) / 2.0 ** (s.f + FINER)

    def coef(self, s):
        return [round(c * 2.0**s.fc) / 2.0**s.fc for c in s.coefs]

    def value(self, s, at):
        step = 2.0**-s.f
        if s.kind == "input":
            return np.floor(self.given[id(s)] / step) * step
        v = [at[id(a)] for a in s.args]
        if s.kind == "table":
            r = np.round(s.fn(v[0]) / step) * step
        elif s.kind == "product":
            r = np.floor(v[0] * v[1] / step) * step
        else:
            r = self.constant(s) + sum(c * x for c, x in zip(self.coef(s), v))
            r = np.floor(r / step) * step
        if s.limit is not None:
            r = np.clip(r, -(2.0**s.limit), 2.0**s.limit - step)
        return (r + 0.5) % 1.0 - 0.5 if s.turns else r

    def run(self, x=None, changed=None, before=None):
        """Values of all signals; of those after `changed` only, the others from `before`."""
        if x is not None:
            self.given = {id(self.x[n]): x[n] for n in self.names}
        at, dirty = dict(before or {}), {changed}
        for s in self.signals:
            if before is None or id(s) in dirty or any(id(a) in dirty for a in s.args):
                at[id(s)] = self.value(s, at)
                dirty.add(id(s))
        return at

    def width(self, s, at):
        """Bits of a signal: sign, integer bits, fraction bits."""
        if s.limit is not None:
            return 1, s.limit, s.f
        v = at[id(s)]
        lo, hi = float(v.min()), float(v.max()) + 2.0**-s.f
        k = int(lo < 0)
        if s.turns:
            return 1, -1, s.f
        return k, math.ceil(math.log2(max(-lo, hi, 2.0**-s.f))), s.f

    def cost(self, at):
        """LUTs, about."""
        w = {id(s): max(1, sum(self.width(s, at))) for s in self.signals}
        total = 0.0
        for s in self.signals:
            if s.kind == "table":
                total += 0.6 * max(1.0, 2.0 ** (w[id(s.args[0])] - 6)) * w[id(s)]
            elif s.kind == "product":
                total += 0.75 * w[id(s.args[0])] * w[id(s.args[1])]
            elif s.kind == "sum":
                for c, a in zip(self.coef(s), s.args):
                    digits = csd_digits(round(c * 2.0**s.fc))
                    total += digits * (w[id(a)] + w[id(s)]) / 2
        return total

    # ---- the formats ----

    def begin(self, port_f, input_f, saturate):
        """`saturate`: of each output the integer bits, or None."""
        for s, i in zip(self.out, saturate):
            s.limit = i
        for s in self.signals:
            s.f = port_f + GUARD
            s.fc = s.f + CONSTANTS
            if s.kind == "input":
                s.f = input_f
            if s.port:
                s.f = port_f

    def error(self, at, want):
        return np.array([np.abs(at[id(s)] - w).max() for s, w in zip(self.out, want)])

    def centre(self, want):
        """Moves the outputs' constants to the middle of their errors, where that is better."""
        at = self.run()
        for s, w in zip(self.out, want):
            e, before = at[id(s)] - w, s.const
            s.const -= (e.max() + e.min()) / 2
            if np.abs(self.value(s, at) - w).max() > np.abs(e).max():
                s.const = before

    def step(self, s, k):
        """One bit less of a signal; of constants as many as it takes to have fewer digits."""
        before = getattr(s, k)
        digits = [csd_digits(round(c * 2.0**s.fc)) for c in s.coefs]
        for v in range(before - 1, before - (CONSTANTS if k == "fc" else 2), -1):
            setattr(s, k, v)
            if k == "fc" and digits != [csd_digits(round(c * 2.0**v)) for c in s.coefs]:
                break
        return before

    def sweep(self, at, want, limit):
        """Takes bits where the limit allows, those with the largest saving for the error."""
        cost, worst = self.cost(at), (self.error(at, want) / limit).max()
        rated = []
        for s, k in self.knobs:
            old = self.step(s, k)
            then = self.run(changed=id(s), before=at)
            e, saved = (self.error(then, want) / limit).max(), cost - self.cost(then)
            setattr(s, k, old)
            if e <= 1 and saved > 0:
                rated.append((saved / max(e - worst, 1e-4), s, k))
        rated.sort(key=lambda r: -r[0])
        for rate, s, k in rated:
            if rate < WORTH * rated[0][0]:
                break
            old = self.step(s, k)
            then = self.run(changed=id(s), before=at)
            now = self.cost(then)
            if (self.error(then, want) <= limit).all() and now < cost:
                at, cost = then, now
            else:
                setattr(s, k, old)
        return at, cost

    def descend(self, want, limit):
        """Sweeps until no bit can go; False if the limit was never met."""
        at = self.run()
        if (self.error(at, want) > limit).any():
            return False
        self.knobs = [(s, "f") for s in self.signals if not s.port]
        self.knobs += [(s, "fc") for s in self.signals if s.kind == "sum"]
        cost, last = self.cost(at), math.inf
        while cost < last:
            last = cost
            at, cost = self.sweep(at, want, limit)
            self.centre(want)
            at = self.run()
        return True

    # ---- alkaid ----

    def trace(self, x, port):
        """alkaid's program of it, checked on the vectors x; `port`: (signed, integer, fraction bits)."""
        from alkaid.trace import FVArray, trace

        at = self.run(x)
        inputs = FVArray.from_kif(*(np.full(len(self.names), v) for v in port))
        hw = {}
        for s in self.signals:
            k, i, f = self.width(s, at)
            if s.kind == "input":
                hw[id(s)] = inputs[self.names.index(next(n for n in self.names if self.x[n] is s))].quantize(k, i, f)
                continue
            v = [hw[id(a)] for a in s.args]
            if s.kind == "table":
                step = 2.0**-f
                fn = (lambda t, s=s: np.round(((s.fn(t) + 0.5) % 1 - 0.5 if s.turns else s.fn(t)) / step) * step)
                hw[id(s)] = FVArray(np.array([v[0]])).apply(fn).quantize(k, i, f)[0]
            elif s.kind == "product":
                hw[id(s)] = (v[0] * v[1]).quantize(k, i, f)
            else:
                total = FVArray(np.array(v)) @ np.array(self.coef(s)).reshape(-1, 1)
                how = "WRAP" if s.limit is None else "SAT"
                hw[id(s)] = (np.asarray(total)[0] + self.constant(s)).quantize(k, i, f, how)
        comb = trace(inputs, FVArray(np.array([hw[id(s)] for s in self.out])))
        got = comb.predict(np.stack([x[n] for n in self.names], 1))
        for g, s in zip(got.T, self.out):
            assert np.array_equal(g, at[id(s)]), "alkaid computes something else"
        return comb


def csd_digits(c):
    """Non-zero digits of the canonical signed digit form."""
    c = abs(int(c))
    return bin(c ^ (3 * c)).count("1")


# ---- polynomials, nested ----


def monomials(text):
    """{((variable, exponent), ...): coefficient} of an expanded polynomial; None if it is none."""
    out = {}
    for sign, term in re.findall(r"(^|[-+]) ?([^-+ ]+(?:e[-+]\d+)?[^-+ ]*)", text.replace(" - ", " -").replace(" + ", " +")):
        c, powers = (-1.0 if sign == "-" else 1.0), {}
        for f in term.replace("**", "^").split("*"):
            v, _, e = f.partition("^")
            if re.fullmatch(r"x\d+", v):
                powers[v] = powers.get(v, 0) + int(e or 1)
            elif re.fullmatch(r"[\d.]+(e[-+]?\d+)?", v) and not e:
                c *= float(v)
            else:
                return None
        key = tuple(sorted(powers.items()))
        out[key] = out.get(key, 0.0) + c
    return out


def nest(m):
    """Horner's rule: the variable that most terms have comes out of them first."""
    count = {}
    for key in m:
        for v, _ in key:
            count[v] = count.get(v, 0) + 1
    most = max(count, key=count.get, default=None)
    if most is None or count[most] < 2:
        return " + ".join("*".join([repr(c)] + [f"{v}**{e}" if e > 1 else v for v, e in key]) for key, c in m.items())
    inner, rest = {}, {}
    for key, c in m.items():
        p = dict(key)
        if most not in p:
            rest[key] = c
            continue
        p[most] -= 1
        inner[tuple((v, e) for v, e in p.items() if e)] = c
    text = f"{most}*({nest(inner)})"
    return f"{text} + {nest(rest)}" if rest else text


def horner(text):
    m = monomials(text)
    return nest(m) if m else None
