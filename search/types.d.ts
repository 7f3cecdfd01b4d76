export interface SearchRecord { id: string; title: string; latex: string[]; foundBy: string[]; code: string[]; text: string }
