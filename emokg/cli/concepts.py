"""`concepts build | show | merge | split | undo`: what stands above near-unique phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from emokg.cli.context import Context, command
from emokg.cli.output import Format, FormatOption, write
from emokg.cli.progress import progress

if TYPE_CHECKING:
    from emokg.concepts import Built
    from emokg.table import Table

ThresholdOption = Annotated[
    float, typer.Option("--threshold", help="How alike two phrases under one concept are at least.")
]
KindOption = Annotated[
    str | None, typer.Option("--kind", help="background, attribute or subject; all without it.")
]
KindArgument = Annotated[str, typer.Argument(help="background, attribute or subject.")]
PhraseArgument = Annotated[str, typer.Argument(help="A phrase of the records.")]
SomePhrase = Annotated[
    str | None, typer.Argument(help="A phrase: what is under its concept. All without it.")
]
OtherArgument = Annotated[str, typer.Argument(help="The phrase under whose concept it goes.")]
NEXT = "next: emokg graph build"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    concepts = typer.Typer(help="Concepts above phrases that mean much the same; reversible.")
    app.add_typer(concepts, name="concepts", no_args_is_help=True)

    @command(concepts, "build")
    def build(
        context: Context, threshold: ThresholdOption = 0.9, form: FormatOption = Format.table
    ) -> None:
        """Find concepts above the phrases of the records; what was decided by hand stays."""
        from emokg.concepts import build_concepts

        with progress(context, "looking for concepts") as advance:
            built = build_concepts(context.find(), threshold, advance)
        write(_counts(built), form)
        if built.changed:
            context.say(f"step {built.step}: {built.changed:,} entries; to take it back: undo")
            context.say(NEXT)
        else:
            context.say("the records are as they were")

    @command(concepts, "show")
    def show(
        context: Context,
        phrase: SomePhrase = None,
        kind: KindOption = None,
        form: FormatOption = Format.table,
    ) -> None:
        """The concepts, those with most below them first; or all that is under one."""
        from emokg.concepts import KINDS, chosen_kind, concept_table, members_table

        kinds = KINDS if kind is None else (chosen_kind(kind),)
        folder = context.find()
        if phrase is None:
            context.show(concept_table(folder, kinds), form)
        else:
            context.show(members_table(folder, phrase, kinds), form)

    @command(concepts, "merge")
    def merge_(
        context: Context, kind: KindArgument, phrase: PhraseArgument, other: OtherArgument
    ) -> None:
        """Put a phrase, with all its concept has, under the concept of another."""
        from emokg.concepts import chosen_kind, merge

        edited = merge(context.find(), chosen_kind(kind), phrase, other)
        context.say(f"step {edited.step}: {edited.entries:,} entries; {NEXT}")

    @command(concepts, "split")
    def split_(context: Context, kind: KindArgument, phrase: PhraseArgument) -> None:
        """Take a phrase out of its concept; no build puts it back."""
        from emokg.concepts import chosen_kind, split

        edited = split(context.find(), chosen_kind(kind), phrase)
        context.say(f"step {edited.step}: {edited.entries:,} entries; {NEXT}")

    @command(concepts, "undo")
    def undo_(context: Context) -> None:
        """Take back the last step: a build, a merge or a split."""
        from emokg.concepts import undo

        undone = undo(context.find())
        context.say(f"step {undone.step} is undone, {undone.entries:,} entries; {NEXT}")


def _counts(built: Built) -> Table:
    import pyarrow as pa

    from emokg.table import Table

    columns = {
        "kind": list(built.phrases),
        "phrases": list(built.phrases.values()),
        "concepts": list(built.concepts.values()),
        "matched": list(built.matched.values()),
        "wider": list(built.wider.values()),
    }
    return Table(pa.table(columns))
