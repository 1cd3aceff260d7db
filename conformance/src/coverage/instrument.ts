import type { Branch } from './branch-map.ts'

/** Where counted code notes that a branch ran: a byte for each. */
export const COUNTERS = '__redoubleBranches'

/** The code of a chunk with a note at each of its branches. */
export function instrument(code: string, chunk: string, branches: readonly Branch[]): string {
  const opening: [at: number, text: string][] = []
  const closing: [at: number, text: string][] = []
  branches.forEach((branch, index) => {
    if (branch.chunk !== chunk) return
    const note = `${COUNTERS}[${index}]=1`
    switch (branch.kind) {
      case 'block':
        opening.push([branch.offset + 1, `${note};`])
        break
      case 'case':
        opening.push([branch.offset, `${note};`])
        break
      case 'statement':
        opening.push([branch.offset, `{${note};`])
        closing.push([branch.end, '}'])
        break
      default:
        opening.push([branch.offset, `(${note},`])
        closing.push([branch.end, ')'])
    }
  })
  // What holds others opens before them and closes behind them; closing comes before opening.
  const all = [...closing.reverse(), ...opening].sort(([a], [b]) => a - b)
  let out = ''
  let from = 0
  for (const [at, text] of all) {
    out += code.slice(from, at) + text
    from = at
  }
  return out + code.slice(from)
}
