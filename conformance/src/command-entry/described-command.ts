/** What COMMAND and COMMAND DOCS say of one command, laid out for comparing. */
export interface Described {
  readonly info: Readonly<Record<string, unknown>>
  readonly docs: Readonly<Record<string, unknown>>
}

export interface Difference {
  readonly field: string
  readonly detail: string
}

/** How the summaries begin that commands/unsupported.ts gives to what the double knows by name only. */
const REFUSED = 'Refused: '

/** The double has no definition of it, only a refusal. */
export function isRefused({ docs }: Described): boolean {
  return String(docs.summary).startsWith(REFUSED)
}

/** Commands and subcommands by full name, from the replies to COMMAND and COMMAND DOCS. */
export function describedCommands([infos, docs]: readonly unknown[]): Map<string, Described> {
  const all = new Map<string, Described>()
  const documented = new Map<string, Record<string, unknown>>()
  collectDocs(docs as unknown[], documented)
  collectInfos(infos as unknown[][], (name, info) => {
    all.set(name, { info, docs: documented.get(name) ?? {} })
  })
  return all
}

function collectInfos(
  entries: readonly unknown[][],
  add: (name: string, info: Record<string, unknown>) => void,
): void {
  for (const [name, arity, flags, first, last, step, categories, tips, specs, subs] of entries) {
    // What the server took from a module is not its own.
    if ((flags as string[]).includes('module')) continue
    add(name as string, {
      arity,
      flags,
      keys: [first, last, step],
      categories,
      tips,
      keySpecs: (specs as unknown[][]).map(withoutNotes),
    })
    collectInfos(subs as unknown[][], add)
  }
}

/** Notes are sentences of the server's authors, which a definition need not repeat. */
function withoutNotes(spec: unknown[]): unknown[] {
  return spec[0] === 'notes' ? spec.slice(2) : spec
}

function collectDocs(flat: readonly unknown[], all: Map<string, Record<string, unknown>>): void {
  for (let i = 0; i < flat.length; i += 2) {
    const docs = record(flat[i + 1])
    all.set(flat[i] as string, docs)
    if (docs.subcommands !== undefined) collectDocs(docs.subcommands as unknown[], all)
  }
}

function record(flat: unknown): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const items = flat as unknown[]
  for (let i = 0; i < items.length; i += 2) out[items[i] as string] = items[i + 1]
  return out
}

const INFO_FIELDS = ['arity', 'flags', 'keys', 'categories', 'tips', 'keySpecs']
/** Summaries, complexities, histories and replacements are prose, and ours is our own. */
const DOCS_FIELDS = ['since', 'group', 'doc_flags', 'deprecated_since']

/** Where two descriptions part. */
export function differences(ours: Described, theirs: Described, profile: string): Difference[] {
  const found: Difference[] = []
  const compare = (field: string, mine: unknown, yours: unknown): void => {
    const [a, b] = [JSON.stringify(mine), JSON.stringify(yours)]
    if (a !== b) found.push({ field, detail: `\n    ours   ${a}\n    theirs ${b}` })
  }
  for (const field of INFO_FIELDS) compare(field, ours.info[field], theirs.info[field])
  for (const field of DOCS_FIELDS) compare(field, ours.docs[field], theirs.docs[field])
  // 7.2 gave many arguments other names and nestings; of 7.0 only the words a user types count.
  const shape = profile === '7.0' ? tokens : argumentTree
  compare('arguments', shape(ours.docs.arguments), shape(theirs.docs.arguments))
  return found
}

function argumentTree(args: unknown): unknown {
  return ((args ?? []) as unknown[]).map((flat) => {
    const { arguments: children, ...arg } = record(flat)
    return children === undefined ? arg : { ...arg, children: argumentTree(children) }
  })
}

function tokens(args: unknown): string[] {
  const words = ((args ?? []) as unknown[]).flatMap((flat) => {
    const { token, arguments: children } = record(flat)
    return [...(token === undefined ? [] : [token as string]), ...tokens(children)]
  })
  return words.sort()
}
