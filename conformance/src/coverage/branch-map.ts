import { readdirSync, readFileSync } from 'node:fs'
import { createRequire, SourceMap } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseAst } from 'rolldown/parseAst'

/** One way that control can take: an arm of a condition, a case, a handler, a function's entry. */
export interface Branch {
  /** Below packages/redouble/src: `commands/lists/edit.ts`. */
  readonly file: string
  readonly line: number
  /** Its chunk, and its beginning and end in it. */
  readonly chunk: string
  readonly offset: number
  readonly end: number
  /** How a counter can be put in: `{` is there, or a statement or an expression stands alone. */
  readonly kind: 'block' | 'statement' | 'expression' | 'case'
}

export interface BranchedFunction {
  /** Indexes into the list of all branches. */
  readonly branches: readonly number[]
}

/** All branches of the bundled double that the oracle can reach. */
export interface BranchMap {
  readonly branches: readonly Branch[]
  /** By the script's URL, then `start:end` as V8 gives them. */
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, BranchedFunction>>
  /** The text of each source file. */
  readonly sources: ReadonlyMap<string, string>
}

/** Rooms that programs play in; sockets, clients and the like have tests of their own. */
const ROOMS = /^(?:kernel|resp|data|rdb|command|commands|engine|lua|acl)\//

/** Reads the bundle's chunks and their source maps; undefined where there are none. */
export function readBranchMap(): BranchMap | undefined {
  // Not import.meta.resolve, which a loader's thread has not.
  const dist = dirname(createRequire(import.meta.url).resolve('redouble/embed'))
  const branches: Branch[] = []
  const functions = new Map<string, Map<string, BranchedFunction>>()
  const sources = new Map<string, string>()
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const chunks = files.filter((file) => file.endsWith('.js') && files.includes(`${file}.map`))
  for (const chunk of chunks.sort()) {
    const path = join(dist, chunk)
    const code = readFileSync(path, 'utf8')
    const payload = JSON.parse(readFileSync(`${path}.map`, 'utf8'))
    payload.sources.forEach((source: string, i: number) => {
      const file = insideSrc(source)
      if (file !== undefined) sources.set(file, payload.sourcesContent?.[i] ?? '')
    })
    const place = placesOf(code, new SourceMap(payload))
    const url = pathToFileURL(path).href
    functions.set(url, functionsOf(code, url, place, branches))
  }
  return chunks.length > 0 ? { branches, functions, sources } : undefined
}

type Place = (offset: number) => { readonly file: string; readonly line: number } | undefined

function placesOf(code: string, map: SourceMap): Place {
  const lines = [0]
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) lines.push(at + 1)
  return (offset) => {
    let low = 0
    for (let high = lines.length; high - low > 1; ) {
      const middle = (low + high) >> 1
      if (lines[middle] <= offset) low = middle
      else high = middle
    }
    const entry = map.findEntry(low, offset - lines[low])
    if (!('originalSource' in entry)) return undefined
    const file = insideSrc(entry.originalSource)
    return file === undefined ? undefined : { file, line: entry.originalLine + 1 }
  }
}

function insideSrc(source: string): string | undefined {
  return /(?:^|\/)src\/(.*\.ts)$/.exec(source)?.[1]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [child: string]: unknown
}

function functionsOf(
  code: string,
  chunk: string,
  place: Place,
  all: Branch[],
): Map<string, BranchedFunction> {
  const functions = new Map<string, BranchedFunction>()
  const add = (node: Node, into: number[], kind: Branch['kind']): void => {
    const { start: offset, end } = node
    const found = place(offset)
    if (found === undefined || !ROOMS.test(found.file)) return
    into.push(all.length)
    all.push({ ...found, chunk, offset, end, kind })
  }
  const walk = (node: Node, into: number[], parents: readonly Node[]): void => {
    let branches = into
    if (isFunction(node)) {
      branches = []
      const body = node.body as Node
      add(body, branches, body.type === 'BlockStatement' ? 'block' : 'expression')
      // V8 lets a method begin at its name, or at what stands before that.
      const starts = [node.start, ...parents.flatMap((one) => startsOfMethod(one))]
      for (const start of starts) functions.set(`${start}:${node.end}`, { branches })
    }
    for (const arm of armsOf(node)) add(arm, branches, kindOf(node, arm))
    for (const [key, child] of Object.entries(node)) {
      if (key === 'type' || child === null || typeof child !== 'object') continue
      for (const one of Array.isArray(child) ? child : [child]) {
        if (isNode(one)) walk(one, branches, [node])
      }
    }
  }
  walk(parseAst(code) as unknown as Node, [], [])
  return functions
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function isFunction({ type, body }: Node): boolean {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type) && !!body
}

function startsOfMethod(node: Node): number[] {
  if (!/^(?:MethodDefinition|Property)$/.test(node.type)) return []
  return [node.start, (node.key as Node).start]
}

/** What a node may or may not go on with. */
function armsOf(node: Node): Node[] {
  const child = (key: string): Node[] => (isNode(node[key]) ? [node[key]] : [])
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return [...child('consequent'), ...child('alternate')]
    case 'LogicalExpression':
      return child('right')
    case 'SwitchCase':
      return (node.consequent as Node[]).slice(0, 1)
    case 'CatchClause':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'WhileStatement':
      return child('body')
    default:
      return []
  }
}

function kindOf(parent: Node, arm: Node): Branch['kind'] {
  if (parent.type === 'SwitchCase') return 'case'
  if (/^(?:ConditionalExpression|LogicalExpression)$/.test(parent.type)) return 'expression'
  return arm.type === 'BlockStatement' ? 'block' : 'statement'
}
