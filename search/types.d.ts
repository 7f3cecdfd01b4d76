// What the modules hand to each other.

/** A formula as the engine is given it. */
export interface SearchRecord {
  id: string
  title: string
  /** Its statements, in LaTeX. */
  latex: string[]
  /** What people type for it: names, questions, mathematics and code in any notation. */
  foundBy: string[]
  /** What computes it, once for each library, in one line or several. */
  code: string[]
  /** A few words on it, such as the meanings of its symbols. */
  text: string
}

/** A formula as the page has it, with what a result shows. */
export interface PageRecord extends SearchRecord {
  area: string
  url: string
  /** Its statement in MathML. */
  markup: string
  /** The name of its function; empty where it has none. */
  function: string
}

export interface Hit<R extends SearchRecord = SearchRecord> {
  record: R
  score: number
}

/** A query, divided. */
export interface Query {
  words: string[]
  maths: string
  /** All of it, where its words are so short that they may be letters of a formula. */
  bare?: string
  /** The function of a library that it names, and nothing else. */
  name?: string
  /** What code says of itself after a #. */
  comment?: string | undefined
}

/** A name in mathematics or code. */
export interface Name {
  text: string
  /** It has arguments, and is no function that mathematics knows. */
  called: boolean
  /** All else is its argument. */
  outermost: boolean
}

export interface Token {
  type: string
  value?: string | undefined
  /** White space stands before it. */
  spaced: boolean
  /** It is the function of a library, whose arguments stand in brackets. */
  called?: boolean
}

/** Tokens, with how their text was read. */
export type Tokens = Token[] & { python?: boolean }

/** A type of token, and its value where it has one. */
export type Lexeme = [type: string, value?: string]

/** A node of an operator tree. */
export interface Tree {
  kind: string
  args: Tree[]
  /** What stands below it, or above: the bounds of a sum, the index of a variable. */
  index?: Tree[] | undefined
  /** The mark on a variable, as in x̂. */
  accent?: string | undefined
  /** What tells a variable from others of its letter, as in d_k. */
  label?: string | undefined
  /** The index of a variable stands in brackets. */
  applied?: boolean
  relation?: string
  /** The function that is applied. */
  name?: string
  /** How a derivative was written: d, ∂ or ′. */
  sign?: string
  /** ∂ with what it stands before. */
  differential?: boolean
  /** A derivative that has yet to find its operand. */
  waiting?: boolean
  /** A mean that was written as a sum over its count. */
  summed?: boolean
  axis?: Tree
}

export interface Variable extends Tree {
  kind: "variable"
  value: string
}

export interface NumberTree extends Tree {
  kind: "number"
  value: string
}

export interface Relation extends Tree {
  kind: "relation"
  relation: string
}

/** The tree of a kind. */
export type Of<Kind extends string> = Kind extends "variable" ? Variable
  : Kind extends "number" ? NumberTree
  : Kind extends "relation" ? Relation
  : Tree & { kind: Kind }

/** A feature of a tree: what it is worth, and how often it is there. */
export interface Feature {
  weight: number
  count: number
}

export type Features = Map<string, Feature>

/** A phrase that finds a record, and how well. */
export interface WeightedPhrase {
  text: string
  weight: number
}

/** What words a record is found by. */
export interface Wording {
  phrases: WeightedPhrase[]
  text: string
}

/** What an engine that a page has loaded offers. */
export interface FormularyGlobal {
  FormulaSearch: typeof import("./engine.js").FormulaSearch
  mathml: typeof import("./mathml.js").mathml
  records: PageRecord[]
  /** The engine has read the records. */
  ready?: boolean
}

/** An item of the theme's results; the theme shows related ones in one group. */
export interface ThemeItem {
  location: string
  title: string
  text: string
  terms: Record<string, boolean>
  score: number
}

declare global {
  interface Window {
    formulary: FormularyGlobal
  }
}
