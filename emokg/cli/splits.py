"""`split make` and `split audit`: splits that cannot leak, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from emokg.cli.context import Context, command
from emokg.cli.duplicates import CosineOption, KindOption, RadiusOption
from emokg.cli.output import Format, FormatOption, write
from emokg.errors import UsageError

if TYPE_CHECKING:
    from emokg.splits import Certificate
    from emokg.table import Table

SEARCH = "no near duplicates are in the graph, so none are kept together: emokg duplicates find"

DIVERGENCE = (
    "divergence: Jensen-Shannon, of a split's images by CES and source from those of all splits, "
    "in bits: 0 is alike, 1 nothing in common"
)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    split = typer.Typer(help="Splits that cannot leak: near duplicates are never torn apart.")
    app.add_typer(split, name="split", no_args_is_help=True)

    @command(split, "make", kind_of_command=_Make)
    def make(
        context: Context,
        kind: Annotated[
            str,
            typer.Argument(
                metavar="KIND",
                help="standard, source-held-out, compositional, attribute-disjoint, "
                "generated-held-out, few-shot, k-fold or published.",
            ),
        ],
        name: Annotated[str, typer.Option("--name", help="What to call the split.")],
        seed: Annotated[int, typer.Option("--seed", help="Another seed, another split.")] = 0,
        ratios: Annotated[
            str | None,
            typer.Option(
                "--ratios",
                show_default="0.8,0.1,0.1",
                help="Shares of train, val and test; or of train and test.",
            ),
        ] = None,
        k: Annotated[
            int | None,
            typer.Option("-k", show_default="5", help="Images a CES (few-shot); folds (k-fold)."),
        ] = None,
        hold_out: Annotated[
            list[str] | None,
            typer.Option(
                "--hold-out",
                metavar="SOURCE",
                show_default="the sources that come nearest to the share of test",
                help="A source to test on (source-held-out); repeat.",
            ),
        ] = None,
        form: FormatOption = Format.table,
    ) -> None:
        """Assign the labelled images of the graph to splits."""
        from emokg.splits import Plan, make_split
        from emokg.splits.store import split_names

        plan = Plan(
            seed, None if ratios is None else parse_ratios(ratios), k, tuple(hold_out or ())
        )
        workspace = context.find()
        replaced = name in split_names(workspace)
        with context.messages.status("making the split"):
            certificate = make_split(workspace, kind, name, plan)
        if replaced:
            context.say(f"notice: it replaces the split {name!r} that was there")
        write(_sizes(certificate), form)
        context.say(DIVERGENCE)
        made = certificate.made
        for short, (share, asked) in made.short().items():
            context.say(
                f"notice: {short} has {share:.1%} of the images, not the {asked:.0%} asked for: "
                f"no more can be there ({made.promise})"
            )
        if made.unlabelled:
            context.say(f"in no split for want of a CES label: {made.unlabelled:,}")
        for reason, count in made.left_out.items():
            context.say(f"left out, {reason}: {count:,}")
        if not made.evidence:
            context.say(f"notice: {SEARCH}")
        context.next(f"emokg split audit {name}")

    @command(split, "audit")
    def audit(
        context: Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help="A split.")],
        kind: KindOption = None,
        radius: RadiusOption = 10,
        cosine: CosineOption = 0.98,
        form: FormatOption = Format.table,
    ) -> None:
        """Prove that no near duplicates are in two splits; exit 6 where some are."""
        from emokg.sources.duplicates import Settings, chosen
        from emokg.splits import audit_split

        kinds, settings = chosen(kind), Settings(radius, cosine)
        with context.messages.status(f"auditing {name}"):
            certificate = audit_split(context.find(), name, kinds, settings)
        write(_sizes(certificate), form)
        context.say(DIVERGENCE)
        found = certificate.audit
        assert found is not None
        told = ", ".join(f"{count:,} by {kind}" for kind, count in found.evidence.items())
        context.say(f"passed: no near duplicates in two splits; pairs: {told or 'none'}")
        for sentence in found.unseen():
            context.say(f"notice: {sentence}")
        context.say(f"and what {certificate.made.kind} promises: {certificate.made.promise}")
        for each in found.inflation:
            context.say(
                f"nearest neighbour in {each.space}: {each.accuracy:.1%} right, "
                f"{each.random_accuracy:.1%} under {each.random_splits} random splits "
                f"({each.random_low:.1%} to {each.random_high:.1%}): inflated by "
                f"{100 * each.inflation:+.1f} points "
                f"({100 * each.ci_low:+.1f} to {100 * each.ci_high:+.1f})"
            )


def parse_ratios(text: str) -> tuple[float, ...]:
    """`0.8,0.1,0.1` as numbers. UsageError for a text that is none."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(
            f"--ratios {text!r} is not a list of numbers",
            _with_commas(text.replace(",", " ").split()),
        ) from None


def _with_commas(parts: Sequence[str]) -> str:
    """The shares as they should be written; an example where the parts are no shares."""
    if len(parts) < 2 or not all(_is_number(part) and 0 < float(part) < 1 for part in parts):
        return "write for example --ratios 0.8,0.1,0.1 (train, val, test) or --ratios 0.8,0.2"
    return f"separate with commas: --ratios {','.join(parts)}"


class _Make(TyperCommand):
    """`split make`, which says so where shares were separated by spaces."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Refuse several values of `--ratios`. Raises UsageError."""
        behind = args[args.index("--ratios") + 1 :] if "--ratios" in args else []
        shares = list(takewhile(_is_number, (word.strip(",") for word in behind)))
        if len(shares) > 1:
            raise UsageError(
                f"--ratios takes one value, not {len(shares)}: {' '.join(shares)}",
                _with_commas(shares),
            )
        return super().parse_args(ctx, args)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _sizes(certificate: Certificate) -> Table:
    import pyarrow as pa

    from emokg.table import Table

    made = certificate.made
    total = sum(made.splits.values())
    columns = {
        "split": list(made.splits),
        "images": list(made.splits.values()),
        "share": [round(count / total, 4) for count in made.splits.values()],
        "divergence": [made.balance.jensen_shannon[name] for name in made.splits],
    }
    return Table(pa.table(columns))
