"""Reading Cypher over the EmoKG model, grown from a grammar: texts that Neo4j mostly accepts.

A template's holes begin with `$`: `$int` is an expression of that type, `$+int` a new variable of
it, `$pattern` a pattern whose variables are new; `$*bool` sees those new variables, `$bool` does
not. What one right answer does not follow from is left out: order where none is asked for, errors
in a branch that may not be reached, the last bits of a sum of floats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.cypher.generated_grammar import (
    AGGREGATES,
    BAGS,
    EVERY,
    EXPRESSIONS,
    LITERALS,
    ORDERABLE,
    PARAMETERS,
    RISKY,
)
from tests.cypher.generated_model import NODES, RELATIONSHIPS, properties_of, values_of

T = TypeVar("T")

MOST_ROWS = 1500
"""Patterns stop growing where about so many rows are to be expected."""


@dataclass(frozen=True, slots=True)
class Text:
    """One query; `any_order` are columns whose lists have no order."""

    text: str
    ordered: bool
    any_order: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Equal where nothing differs that is asked."""
        return self.text, repr(self.parameters)


@dataclass(frozen=True, slots=True)
class Variable:
    """A name, its type in the grammar, the label or relationship type where one is known."""

    name: str
    type: str
    label: str | None = None

    @property
    def properties(self) -> Mapping[str, str]:
        """The types of the properties to ask it for."""
        return properties_of(self.label) if self.type in ("node", "rel") else {}


Scope = tuple[Variable, ...]


@dataclass
class Grower:
    """Grows one text; `pick(n)` chooses from 0 … n - 1, 0 being the plainest."""

    pick: Callable[[int], int]
    names: int = 0
    rows: float = 1.0
    parameters: dict[str, Any] = field(default_factory=dict)

    def choose(self, options: Sequence[T]) -> T:
        return options[self.pick(len(options))]

    def chance(self, of: int) -> bool:
        """Once in `of`."""
        return self.pick(of) == of - 1

    def new(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    # Expressions

    def expression(self, kind: str, scope: Scope, depth: int) -> str:
        fitting = [t for t in EXPRESSIONS.get(kind, ()) if _applies(t, scope)] if depth else []
        if not fitting or not self.pick(3):
            leaf = self._leaf(kind, scope)
            if leaf is not None:
                return leaf
        return self.fill(self.choose(fitting), scope, depth - 1) if fitting else "null"

    def _leaf(self, kind: str, scope: Scope) -> str | None:
        found = [v.name for v in scope if v.type == kind]
        found += [f"{v.name}.{p}" for v in scope for p, t in v.properties.items() if t == kind]
        literals = LITERALS.get(kind, ())
        if kind in PARAMETERS and self.chance(10):
            return self._parameter(kind)
        if found and (not literals or self.pick(4)):
            return self.choose(found)
        return self.choose(literals) if literals else None

    def _parameter(self, kind: str) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = self.choose(PARAMETERS[kind])
        return f"${name}"

    def held(self, scope: Scope) -> str:
        """A property compared with a value that some entity has."""
        variable = self.choose([v for v in scope if v.type in ("node", "rel")])
        values = values_of(variable.label)
        if not values:
            return f"{variable.name} IS NOT NULL"
        name = self.choose(list(values))
        first, second = self.choose(values[name]), self.choose(values[name])
        form = self.choose(["= {0}", "IN [{0}, {1}]", ">= {0}", "<> {0}", "< {0}"])
        return f"{variable.name}.{name} {form.format(first, second)}"

    def fill(self, template: str, scope: Scope, depth: int) -> str:
        inner = scope
        rows, self.rows = self.rows, 1.0

        def hole(found: re.Match[str]) -> str:
            nonlocal inner
            mark, kind = found[1], found[2]
            if mark == "+":
                variable = Variable(self.new("x"), kind)
                inner = (*inner, variable)
                return variable.name
            if kind == "pattern":
                text, inner = self.pattern(inner, hops=1 + self.pick(2))
                return text
            if kind == "held":
                return self.held(inner if mark == "*" else scope)
            if kind == "bare":
                return self.pattern(scope, hops=1, bare=True)[0]
            return self.expression(kind, inner if mark == "*" else scope, max(depth, 0))

        text = _HOLE.sub(hole, template)
        self.rows = rows
        return text

    # Patterns

    def pattern(
        self, scope: Scope, *, hops: int, bare: bool = False, fresh: bool = False
    ) -> tuple[str, Scope]:
        """A chain that starts at a known node where there is one; `bare` names nothing new."""
        known = [] if fresh else [v for v in scope if v.type == "node"]
        if known:
            start = self.choose(known)
            text, label = f"({start.name})", start.label
        else:
            text, label, scope = self._node(scope, self.choose(list(NODES)), bare, start=True)
        for _ in range(hops):
            if self.rows > MOST_ROWS:
                break
            if not bare and self.chance(16):
                step, scope = self._group(scope)
                label = None
            else:
                step, label, scope = self._step(label, scope, bare)
            node, label, scope = self._node(scope, label, bare)
            text += step + node
        return text, scope

    def _node(
        self, scope: Scope, label: str | None, bare: bool, start: bool = False, named: bool = False
    ) -> tuple[str, str | None, Scope]:
        name = "" if bare or (not named and self.chance(4)) else self.new("n")
        form = self.pick(18)
        if start:
            self.rows *= NODES[label] if label else 80
        if label is None or form in (3, 4):
            written = self.choose(["", "", "", ":!Triplet", ":%"])
        elif form == 6:
            written = f":{label}|{self.choose(list(NODES))}"
        elif form == 7:
            written = f":{label}&!{self.choose(list(NODES))}"
        else:
            written = f":{label}"
        variable = Variable(name, "node", label)
        where = ""
        if form == 8 and label and variable.properties:
            where = f" {{{self._given(label, variable.properties)}}}"
            self.rows /= 4
        elif form == 10 and name:
            where = f" WHERE {self.expression('bool', (variable,), 1)}"
        if name:
            scope = (*scope, variable)
        return f"({name}{written}{where})", label, scope

    def _given(self, label: str | None, properties: Mapping[str, str]) -> str:
        """An entry of a pattern's map: mostly a value that is there."""
        name = self.choose(list(properties))
        held = values_of(label).get(name, ())
        if held and self.pick(4):
            return f"{name}: {self.choose(held)}"
        return f"{name}: {self.expression(properties[name], (), 0)}"

    def _group(self, scope: Scope) -> tuple[str, Scope]:
        """A quantified part of a pattern, whose variables are lists outside it."""
        kind, source, target = self.choose([*_LOOPS, *RELATIONSHIPS])
        names = [self.new("n"), self.new("r"), self.new("n")]
        inside = (
            Variable(names[0], "node", source),
            Variable(names[1], "rel", kind),
            Variable(names[2], "node", target),
        )
        where = f" WHERE {self.expression('bool', inside, 1)}" if self.chance(3) else ""
        left, right = self.choose([("-", "->"), ("<-", "-"), ("-", "-")])
        most = self.choose(["{1,2}", "{1}", "{0,1}", "{2}"] + (["+"] if source == target else []))
        text = f"(({names[0]}){left}[{names[1]}:{kind}]{right}({names[2]}){where}){most}"
        self.rows *= 3
        kinds = ("nodes", "rels", "nodes")
        return text, (*scope, *(Variable(n, k) for n, k in zip(names, kinds, strict=True)))

    def _shortest(self, scope: Scope) -> tuple[str, Scope]:
        """Between the nodes of two labels; which of several is found is not told."""
        ends, text = [], []
        for _ in range(2):
            label = self.choose(list(NODES))
            node, _, scope = self._node(scope, label, bare=False, start=True, named=True)
            text.append(node)
            ends.append(scope[-1].name)
        kind = self.choose(["", "", f":{self.choose(RELATIONSHIPS)[0]}"])
        most, arrow = 1 + self.pick(3), self.choose(["-", "-", "->"])
        name = self.new("p")
        every = self.pick(2) == 1
        if self.pick(2) == 1:
            word = "ALL SHORTEST" if every else self.choose(["SHORTEST 1", "ANY SHORTEST"])
            found = f"MATCH {name} = {word} {text[0]}-[{kind}]{arrow}{{1,{most}}}{text[1]}"
        else:
            word = "allShortestPaths" if every else "shortestPath"
            inner = f"({ends[0]})-[{kind}*..{most}]{arrow}({ends[1]})"
            found = (
                f"MATCH {text[0]}, {text[1]} WHERE {ends[0]} <> {ends[1]} "
                f"MATCH {name} = {word}({inner})"
            )
        return found, (*scope, Variable(name, "path" if every else "shortest"))

    def _step(self, label: str | None, scope: Scope, bare: bool) -> tuple[str, str | None, Scope]:
        options = [r for r in RELATIONSHIPS if label is None or label in (r[1], r[2])]
        kind, source, target = self.choose(options or RELATIONSHIPS)
        forward = source == label or label is None
        name = "" if bare or self.chance(3) else self.new("r")
        form = self.pick(16)
        types, variable, extra = f":{kind}", Variable(name, "rel", kind), ""
        end: str | None = target if forward else source
        growth = 1.6
        if form == 3:
            types += f"|{self.choose(RELATIONSHIPS)[0]}"
            variable, end, growth = replace(variable, label=None), None, 2.5
        elif form == 4:
            types, variable, end, growth = "", replace(variable, label=None), None, 3.5
        elif form in (5, 6):
            extra = self.choose(["*1..2", "*0..1", "*1..3", *(["*2"] if source == target else [])])
            variable = replace(variable, type="rels")
            end, growth = (end if source == target else None), 4.0
        elif form == 7 and properties_of(kind):
            extra = f" {{{self._given(kind, properties_of(kind))}}}"
        elif form == 8 and name:
            extra = f" WHERE {self.expression('bool', (variable,), 1)}"
        inner = f"[{name}{types}{extra}]" if name or types or extra else ""
        around = self.pick(12)
        left, right = ("-", "->") if forward else ("<-", "-")
        if around in (8, 9, 10):
            left = right = "-"
            growth *= 2
        elif around == 11:
            left, right = ("<-", "-") if forward else ("-", "->")
            end = end if source == target else None
        if form == 9 and (source == target or left == right):
            right += self.choose(["{1,2}", "{0,1}"])
            variable = replace(variable, type="rels")
            growth, end = growth * 2, (end if source == target else None)
        self.rows *= growth
        if name:
            scope = (*scope, variable)
        return f"{left}{inner}{right}", end, scope

    # Clauses

    def match(self, scope: Scope, *, optional: bool = False) -> tuple[str, Scope]:
        hops = self.pick(4)
        fresh = self.rows < 30 and self.chance(4)
        text, after = self.pattern(scope, hops=hops, fresh=fresh)
        if self.chance(6):
            path = Variable(self.new("p"), "path")
            text, after = f"{path.name} = {text}", (*after, path)
        if self.rows < 60 and self.chance(6):
            more, after = self.pattern(after, hops=1)
            text += f", {more}"
        where = f" WHERE {self.expression('bool', after, 2)}" if self.chance(3) else ""
        return f"{'OPTIONAL ' if optional else ''}MATCH {text}{where}", after

    def clause(self, scope: Scope) -> tuple[str, Scope]:
        if self.rows == 1.0 and self.chance(12):
            return self._shortest(scope)
        form = self.pick(8)
        if form == 0 or not scope:
            return self.match(scope)
        if form <= 2:
            return self.match(scope, optional=True)
        if form == 3:
            return self._unwind(scope)
        if form == 4:
            return self._call(scope)
        return self._with(scope)

    def _unwind(self, scope: Scope) -> tuple[str, Scope]:
        kind = self.choose(["int", "string", "float"])
        listed = self.expression(self.choose([f"{kind}s", *BAGS.get(kind, ())]), scope, 2)
        self.rows *= 3
        variable = Variable(self.new("x"), kind)
        return f"UNWIND {listed} AS {variable.name}", (*scope, variable)

    def _call(self, scope: Scope) -> tuple[str, Scope]:
        rows = self.rows
        given = [v for v in scope if v.type in ("node", "rel", "int", "string")][:2]
        names = ", ".join(v.name for v in given)
        matched, inner = self.match(tuple(given))
        returned, columns = self._items(inner, self.pick(2) == 1)
        self.rows = max(rows, self.rows)
        head = f"CALL ({names}) {{ "
        if self.chance(3):
            return self._call_union(head, tuple(given), scope)
        if given and self.chance(3):
            head = f"CALL {{ WITH {names} "
        return f"{head}{matched} RETURN {returned} }}", (*scope, *columns)

    def _call_union(self, head: str, given: Scope, scope: Scope) -> tuple[str, Scope]:
        kinds, rows, parts = self._kinds(ORDERABLE), self.rows, []
        columns = tuple(Variable(self.new("x"), kind) for kind in kinds)
        for _ in range(2):
            self.rows = rows
            matched, inner = self.match(given) if self.pick(4) else ("", given)
            items = [f"{self.expression(v.type, inner, 2)} AS {v.name}" for v in columns]
            parts.append(f"{matched} RETURN {', '.join(items)}".strip())
        self.rows = max(rows, self.rows) * 2
        joined = self.choose([" UNION ", " UNION ALL "]).join(parts)
        return f"{head}{joined} }}", (*scope, *columns)

    def _with(self, scope: Scope) -> tuple[str, Scope]:
        aggregated = self.pick(2) == 1
        items, columns = self._items(scope, aggregated)
        kept: Scope = ()
        if not aggregated or not self.pick(3):
            kept = tuple(v for v in scope if v.type in ("node", "rel", "path") or self.pick(2))[:3]
        kept = tuple(v for v in kept if not (aggregated and v.type in _UNGROUPED))
        after = (*kept, *columns)
        text = ", ".join([*(v.name for v in kept), items])
        if not kept and all(v.type in ORDERABLE for v in columns) and self.chance(3):
            text += self._ordering(columns)
        if self.chance(4):
            text += f" WHERE {self.expression('bool', after, 2)}"
        return f"WITH {text}", after

    def _items(self, scope: Scope, aggregated: bool) -> tuple[str, Scope]:
        """Projected expressions, each with a name; what later clauses may do with them."""
        items: list[tuple[str, str]] = []
        for _ in range(self.pick(2) if aggregated else 1 + self.pick(2)):
            kind = self.choose(["int", "string", "bool", "float"])
            items.append((kind, self.expression(kind, scope, 2)))
        if aggregated:
            for _ in range(1 + self.pick(2)):
                kind = self.choose(["int", "string", *BAGS["string"], *BAGS["int"]])
                items.append((kind, self._aggregate(kind, scope)))
        columns = tuple(Variable(self.new("x"), kind) for kind, _ in items)
        pairs = zip(items, columns, strict=True)
        return ", ".join(f"{text} AS {v.name}" for (_, text), v in pairs), columns

    def _aggregate(self, kind: str, scope: Scope) -> str:
        fitting = [t for t in AGGREGATES[kind] if _applies(t, scope)]
        return self.fill(self.choose(fitting), scope, 1)

    def _ordering(self, columns: Scope) -> str:
        terms = [v.name + self.choose(["", " DESC"]) for v in columns]
        text = f" ORDER BY {', '.join(terms)}"
        if self.pick(2):
            text += f" SKIP {self.pick(3)}"
        return text + (f" LIMIT {1 + self.pick(9)}" if self.pick(3) else "")

    # Queries

    def query(self) -> Text:
        if self.chance(10):
            return self._union()
        scope, clauses = self._reading()
        form = self.pick(6)
        if form in (4, 5):
            kinds, items = self._aggregating(scope)
        else:
            kinds = self._kinds(ORDERABLE if form in (2, 3) else EVERY)
            items = [self._column(kind, scope, sure=form in (2, 3)) for kind in kinds]
        word = "DISTINCT " if form == 3 else ""
        text = " ".join([*clauses, _return(items, word)])
        ordered = form in (2, 3, 5) and all(kind in ORDERABLE for kind in kinds)
        if ordered:
            names = (Variable(f"c{i}", kind) for i, kind in enumerate(kinds))
            text += self._ordering(tuple(names))
        return Text(text, ordered, _bags(kinds), self.parameters)

    def _union(self) -> Text:
        kinds = self._kinds(ORDERABLE)
        parts = []
        for _ in range(2):
            self.rows = 1.0
            scope, clauses = self._reading()
            items = [self._column(kind, scope, sure=True) for kind in kinds]
            parts.append(" ".join([*clauses, _return(items)]))
        text = self.choose([" UNION ALL ", " UNION "]).join(parts)
        return Text(text, False, (), self.parameters)

    def _aggregating(self, scope: Scope) -> tuple[list[str], list[str]]:
        keys = [self.choose(ORDERABLE) for _ in range(self.pick(3))]
        items = [self.expression(kind, scope, 2) for kind in keys]
        for _ in range(1 + self.pick(2)):
            keys.append(self.choose(list(AGGREGATES)))
            items.append(self._aggregate(keys[-1], scope))
        return keys, items

    def _reading(self) -> tuple[Scope, list[str]]:
        scope: Scope = ()
        clauses: list[str] = []
        for _ in range(self.choose([1, 1, 1, 2, 2, 3, 0])):
            if self.rows > MOST_ROWS:
                break
            text, scope = self.clause(scope)
            clauses.append(text)
        return scope, clauses

    def _kinds(self, kinds: Sequence[str]) -> list[str]:
        return [self.choose(kinds) for _ in range(1 + self.pick(3))]

    def _column(self, kind: str, scope: Scope, *, sure: bool) -> str:
        if kind in RISKY and not sure and self.chance(5):
            fitting = [t for t in RISKY[kind] if _applies(t, scope)]
            return self.fill(self.choose(fitting), scope, 0)
        return self.expression(kind, scope, 3)


def _return(items: Sequence[str], word: str = "") -> str:
    return f"RETURN {word}" + ", ".join(f"{item} AS c{i}" for i, item in enumerate(items))


_LOOPS = [step for step in RELATIONSHIPS if step[1] == step[2]]
_HOLE = re.compile(r"\$([+*]?)(\w+)")
_UNGROUPED = ("any", "map")


def _applies(template: str, scope: Scope) -> bool:
    """Whether the variables that the template asks for are there."""
    have = {v.type for v in scope}
    asked = {kind for mark, kind in _HOLE.findall(template) if not mark}
    needed = asked & {"node", "rel", "path", "rels", "nodes", "shortest"}
    return needed <= have and (
        ("bare" not in asked or "node" in have)
        and ("held" not in asked or bool(have & {"node", "rel"}))
    )


def _bags(kinds: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"c{i}" for i, kind in enumerate(kinds) if kind.startswith("bag_"))


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """One text."""
    return Grower(lambda count: draw(_choices(count))).query()


def _choices(count: int) -> st.SearchStrategy[int]:
    return _CHOICES.setdefault(count, st.integers(0, count - 1))


_CHOICES: dict[int, st.SearchStrategy[int]] = {}
