"""Graph tables → N-Quads lines, as SELECT statements of the embedded engine.

A part holds the lines whose subjects share a path (`image/`, `evocation/`). Parts in order of their
path, each sorted, are the whole graph sorted by byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from emokg.graph.model import LABEL_BITS, PropertyType
from emokg.graph.rdf.terms import (
    BASE,
    IDENTIFIER,
    RDF,
    SHORTCUTS,
    TYPE,
    XSD,
    BetweenForm,
    Field,
    NodeForm,
    RelationshipForm,
    iri,
    node_forms,
    relationship_forms,
)

_ESCAPES: Mapping[str, str] = {
    "\\": "\\\\",
    '"': '\\"',
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    **{chr(code): f"\\u{code:04X}" for code in (*range(8), 11, *range(14, 32), 127)},
}
"""As canonical N-Quads write them; what is not here stands for itself."""


def prepare() -> list[str]:
    """Statements that make what the parts use: the macros, and the IRI of every node."""
    escaped = "x"
    for character, written in _ESCAPES.items():
        escaped = f"replace({escaped}, chr({ord(character)}), '{written}')"
    nodes = " UNION ALL ".join(
        f"SELECT _n AS n, url_encode(id) AS last, '<{BASE}{form.path}/' || last || '>' AS iri "
        f'FROM "{label}"'
        for label, form in node_forms().items()
    )
    return [
        f"""CREATE TEMP MACRO literal(x) AS '"' || CASE WHEN
            regexp_matches(x, '[\\x00-\\x1F"\\\\\\x7F]') THEN {escaped} ELSE x END || '"'""",
        f"""CREATE TEMP MACRO typed(x, datatype) AS '"' || x || '"^^<{XSD}' || datatype || '>'""",
        """CREATE TEMP MACRO double(x) AS typed(CASE
            WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN if(x > 0, 'INF', '-INF')
            ELSE CAST(x AS VARCHAR) END, 'double')""",
        """CREATE TEMP MACRO moment(x) AS typed(regexp_replace(
            strftime(x, '%Y-%m-%dT%H:%M:%S.%fZ'), '\\.?0+Z$', 'Z'), 'dateTime')""",
        f"""CREATE TEMP MACRO json(x) AS literal(x) || '^^<{RDF}JSON>'""",
        f"CREATE TEMP TABLE nodes AS {nodes}",
    ]


def parts(nodes: str = "TRUE", starts: str = "TRUE") -> dict[str, str]:
    """A SELECT a path, in the order of the paths: one column, a line with its end.

    The arguments are conditions on `{}`, the number of a node: which nodes have their properties
    written, and from which nodes relationships are.
    """
    made: dict[str, list[str]] = {}
    for form in node_forms().values():
        made[form.path] = [_node_lines(form, nodes)]
    for link in relationship_forms().values():
        for label in link.table.sources:
            made[node_forms()[label].path] += _start_lines(link, label, starts)
        if link.between:
            made[link.between.path] = [
                _between_lines(link, link.between, label, starts) for label in link.table.sources
            ]
    made["region"] += _views_of_regions(starts)
    made["box"] = [_boxes(starts)]
    return {path: " UNION ALL ".join(made[path]) for path in sorted(made, key=lambda p: p + "/")}


def doubled(link: RelationshipForm) -> str:
    """Relationships of a type whose ends another one joins: RDF would make one of them."""
    return f'SELECT _s, _d FROM "{link.table.table}" GROUP BY ALL HAVING count(*) > 1 LIMIT 1'


def type_line(subject: str, class_: str) -> str:
    """The line that gives a subject (SQL) its class."""
    return _line(subject, TYPE, f"'<{class_}>'")


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} || ' <{predicate}> ' || {value} || ' .\n'"


def _unnest(lines: Iterable[str], *lists: str) -> str:
    """Lines and lists of lines, flat; a line of what is absent is NULL and left out."""
    joined = ", ".join((f"[{', '.join(lines)}]", *lists))
    return f"unnest(list_filter(list_concat({joined}), lambda line: line IS NOT NULL))"


def _node_lines(form: NodeForm, keep: str) -> str:
    lines = [type_line("s", class_) for class_ in form.classes]
    lines.append(_line("s", IDENTIFIER, "literal(t.id)"))
    return (
        f"SELECT {_unnest(lines, *map(_field_lines, form.fields))} "
        f'FROM (SELECT iri AS s, t.* FROM "{form.table.table}" t JOIN nodes ON n = _n '
        f"WHERE {keep.format('n')}) t"
    )


def _field_lines(field: Field) -> str:
    """A list of lines for a property of `t`, the subject being `s`."""
    column = f't."{field.property.name}"'
    if field.property.type is not PropertyType.STRING_LIST:
        return f"[{_line('s', field.predicate, _SCALARS[field.property.type].format(column))}]"
    each = _line("s", field.predicate, "literal(x)")
    listed = _line("s", field.listed, f"json(coalesce(CAST(to_json({column}) AS VARCHAR), 'null'))")
    usual = f"list_sort(list_distinct({column}))"
    return (
        f"list_transform({usual}, lambda x: {each}), "
        f"[CASE WHEN {column} IS DISTINCT FROM {usual} OR {column} IS NULL THEN {listed} END]"
    )


_SCALARS: Mapping[PropertyType, str] = {
    PropertyType.STRING: "literal({})",
    PropertyType.INTEGER: "typed(CAST({} AS VARCHAR), 'integer')",
    PropertyType.FLOAT: "double({})",
    PropertyType.ZONED_DATETIME: "moment({})",
    PropertyType.FLOAT_LIST: "json('[' || array_to_string({}, ',') || ']')",
}


def _start_lines(link: RelationshipForm, label: str, keep: str) -> list[str]:
    """What leads from the start: to the end, or to the node between."""
    ends = _ends(link, label, keep)
    if link.between is None:
        return [f"SELECT {_line('a.iri', link.predicate, 'b.iri')} FROM {ends}"]
    middle = _middle(link, link.between, label)
    lines = [f"SELECT {_line('a.iri', link.predicate, middle)} FROM {ends}"]
    lines += [
        f"SELECT {_line('a.iri', shortcut, 'b.iri')} FROM {ends} AND {of}"
        for shortcut, of in SHORTCUTS.get(link.table.type, {}).items()
    ]
    return lines


def _ends(link: RelationshipForm, label: str, keep: str) -> str:
    """The relationships `t` that start at a label, from `a` to `b`."""
    return (
        f'"{link.table.table}" t JOIN nodes a ON a.n = _s JOIN nodes b ON b.n = _d '
        f"WHERE _s >> {LABEL_BITS} = {node_forms()[label].table.number} AND {keep.format('a.n')}"
    )


def _middle(link: RelationshipForm, between: BetweenForm, label: str) -> str:
    """The IRI of the node between `a` and `b`; the label is told where there may be several."""
    start = f"{node_forms()[label].path}/" if len(link.table.sources) > 1 else ""
    return f"'<{BASE}{between.path}/{start}' || a.last || '/' || b.last || '>'"


def _between_lines(link: RelationshipForm, between: BetweenForm, label: str, keep: str) -> str:
    lines = [type_line("s", class_) for class_ in between.classes]
    lines.append(_line("s", between.end, "d"))
    return (
        f"SELECT {_unnest(lines, *map(_field_lines, between.fields))} FROM ("
        f"SELECT {_middle(link, between, label)} AS s, b.iri AS d, t.* "
        f"FROM {_ends(link, label, keep)}) t"
    )


_BOX = f"'<{BASE}box/' || last || '>'"


def _views_of_regions(keep: str) -> list[str]:
    """What Web Annotation says of a region: the image it is in, its selectors."""
    return [
        f"SELECT {_line('b.iri', iri('oa:hasSource'), 'a.iri')} FROM "
        '"HAS_REGION" JOIN nodes a ON a.n = _s JOIN nodes b ON b.n = _d '
        f"WHERE {keep.format('b.n')}",
        f"SELECT {_line('a.iri', iri('oa:hasSelector'), 'b.iri')} FROM "
        '"HAS_MASK" JOIN nodes a ON a.n = _s JOIN nodes b ON b.n = _d '
        f"WHERE {keep.format('a.n')}",
        f"SELECT {_line('iri', iri('oa:hasSelector'), _BOX)} FROM "
        f'"Region" t JOIN nodes ON n = _n WHERE {keep.format("n")}',
    ]


def _boxes(keep: str) -> str:
    """The smallest box of whole pixels around a region's, as media fragments write it."""
    x, y = "floor(bbox[1])", "floor(bbox[2])"
    sides = (x, y, f"ceil(bbox[3]) - {x}", f"ceil(bbox[4]) - {y}")
    numbers = " || ',' || ".join(f"CAST(TRY_CAST({side} AS BIGINT) AS VARCHAR)" for side in sides)
    lines = [
        type_line("s", iri("oa:FragmentSelector")),
        _line("s", iri("dcterms:conformsTo"), "'<http://www.w3.org/TR/media-frags/>'"),
        _line("s", f"{RDF}value", f"'\"xywh=pixel:' || {numbers} || '\"'"),
    ]
    return (
        f"SELECT {_unnest(lines)} FROM ("
        f"SELECT {_BOX} AS s, bbox FROM "
        f'"Region" t JOIN nodes ON n = _n WHERE {keep.format("n")})'
    )
