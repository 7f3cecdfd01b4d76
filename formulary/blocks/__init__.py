"""The site's own Markdown blocks, for any Python-Markdown with `pymdownx`."""

from markdown import Markdown
from pymdownx.blocks import BlocksExtension

from formulary.blocks.defect import Defect
from formulary.blocks.derivation import Derivation, Proof
from formulary.blocks.errata import ErrataTable
from formulary.blocks.exercise import Exercise, Solution
from formulary.blocks.figure import Figure
from formulary.blocks.formula import FormulaCard
from formulary.blocks.front import Areas, VerifiedSoFar
from formulary.blocks.index import FormulaIndex
from formulary.blocks.notation import NotationTable
from formulary.blocks.opening import Opening
from formulary.blocks.references import References
from formulary.blocks.sections import Sections
from formulary.blocks.verification import VerificationTable
from formulary.blocks.worked import Worked
from formulary.site import Site

BLOCKS = {
    block.NAME: block
    for block in (
        Areas,
        Defect,
        Derivation,
        ErrataTable,
        Exercise,
        Figure,
        FormulaCard,
        FormulaIndex,
        NotationTable,
        Opening,
        Proof,
        Solution,
        VerificationTable,
        VerifiedSoFar,
        Worked,
    )
}


class FormularyExtension(BlocksExtension):
    """Registers the blocks, and lets them see the site that they are on."""

    def __init__(self, site: Site):
        super().__init__()
        self.site = site

    def extendMarkdownBlocks(self, md: Markdown, block_mgr):  # noqa: N802
        md.formulary = self.site
        for block in BLOCKS.values():
            block_mgr.register(block, self.getConfigs())
        # before the inline patterns, which then set the titles in their type
        md.treeprocessors.register(References(md), "references", 30)
        # after the attributes of elements are read, before the table of contents
        md.treeprocessors.register(Sections(md), "sections", 6)
