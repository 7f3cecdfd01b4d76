"""The site's own Markdown blocks; each reaches its page as `md.formulary`."""

from markdown import Markdown
from pymdownx.blocks import BlocksExtension

from formulary.blocks.area import Area
from formulary.blocks.areas import Areas
from formulary.blocks.base import SiteBlock
from formulary.blocks.defect import Defect
from formulary.blocks.derivation import Derivation, Proof
from formulary.blocks.errata import ErrataTable
from formulary.blocks.figure import Figure
from formulary.blocks.formula import FormulaCard
from formulary.blocks.guide_opening import GuideOpening
from formulary.blocks.index import FormulaIndex
from formulary.blocks.notation import NotationTable
from formulary.blocks.printed import PrintedFormulas
from formulary.blocks.verification import VerificationTable, VerifiedSoFar
from formulary.maths.extension import MathsExtension
from formulary.page_build import PageBuild
from formulary.references import References
from formulary.section_links import SectionLinks

BLOCKS: dict[str, type[SiteBlock]] = {
    block.NAME: block
    for block in (
        Area,
        Areas,
        Defect,
        Derivation,
        ErrataTable,
        Figure,
        FormulaCard,
        FormulaIndex,
        GuideOpening,
        NotationTable,
        PrintedFormulas,
        Proof,
        VerificationTable,
        VerifiedSoFar,
    )
}


class FormularyExtension(BlocksExtension):
    """Gives whatever Markdown is made next the page that it is made for."""

    def __init__(self) -> None:
        super().__init__()
        self.build: PageBuild | None = None

    def extendMarkdownBlocks(self, md: Markdown, block_mgr) -> None:  # type: ignore[no-untyped-def]  # noqa: N802
        assert self.build, "a page is rendered that no hook has entered"
        md.formulary = self.build  # type: ignore[attr-defined]
        MathsExtension(self.build.maths).extendMarkdown(md)
        for block in BLOCKS.values():
            block_mgr.register(block, self.getConfigs())
        # before the inline patterns, which then set the titles in their type
        md.treeprocessors.register(References(md), "references", 30)
        # after the attributes of elements are read, before the table of contents
        md.treeprocessors.register(SectionLinks(md), "section-links", 6)
