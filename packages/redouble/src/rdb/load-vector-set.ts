import type { Uint64 } from '../data/stream-id.ts'
import { type Quantization, VectorElement, VectorSetValue } from '../data/vector-set.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import { ModulePart } from './format.ts'
import type { LoadContext } from './load-value.ts'
import type { RdbReader } from './rdb-reader.ts'
import { QUANTIZATIONS, VectorFlag, WORST_LINKS_FLAG } from './save-vector-set.ts'

const BROKEN = 'vector set'
const MAX_LEVELS = 16
const MAX_LINKS = 4096
const DEFAULT_LINKS = 16

interface Linked {
  readonly id: Uint64
  readonly links: readonly Uint64[][]
  readonly element: VectorElement
}

/** Null for one without elements. The links are checked, and not needed. */
export function loadVectorSet(reader: RdbReader, context: LoadContext): VectorSetValue | null {
  const { dialect } = context
  ensure(dialect.rdbVectorSets !== 'none', 'a value of the module vectorset')
  const dimension = small(reader)
  const count = small(reader)
  ensure(count <= reader.remaining, BROKEN)
  const shape = small(reader)
  const quantization = QUANTIZATIONS[shape & 0xff]
  ensure(quantization !== undefined, BROKEN)
  const maxLinks = Math.min((shape >>> 8) & 0xffff || DEFAULT_LINKS, MAX_LINKS)
  const flags = small(reader)
  let inputDimension = 0
  if ((flags & VectorFlag.projection) !== 0) {
    inputDimension = small(reader)
    ensure(text(reader).length === dimension * inputDimension * 4, BROKEN)
  }
  const nodes: Linked[] = []
  for (let left = count; left > 0; left--) {
    const name = text(reader)
    const attributes = (flags & VectorFlag.attributes) !== 0 ? text(reader) : ''
    const vector = text(reader)
    nodes.push(loadNode(reader, context, { name, attributes, vector, dimension, quantization }))
  }
  ensure(Number(reader.count()) === ModulePart.end, BROKEN)
  checkLinks(nodes, dialect.rdbVectorSets === 'worst-links')
  if (count === 0) return null
  const uid = context.nextVectorSetUid?.() ?? 0
  const lastUid = nodes.reduce((last, { id }) => Math.max(last, Number(id)), 0)
  const elements = nodes.map(({ element }) => element).reverse()
  const set = VectorSetValue.of(
    { quantization, dimension, inputDimension, maxLinks, uid },
    elements,
    lastUid,
  )
  ensure(set.size === count, 'an element twice')
  return set
}

function part(reader: RdbReader): Uint64 {
  ensure(Number(reader.count()) === ModulePart.unsigned, BROKEN)
  return reader.count()
}

function small(reader: RdbReader): number {
  const value = Number(part(reader))
  ensure(value < 2 ** 31, BROKEN)
  return value
}

function text(reader: RdbReader): string {
  ensure(Number(reader.count()) === ModulePart.string, BROKEN)
  return reader.string()
}

interface NodeText {
  readonly name: string
  readonly attributes: string
  readonly vector: string
  readonly dimension: number
  readonly quantization: Quantization
}

function loadNode(reader: RdbReader, context: LoadContext, node: NodeText): Linked {
  const count = small(reader)
  ensure(count >= 3 && count * 2 <= reader.remaining, BROKEN)
  const numbers = Array.from({ length: count }, () => part(reader))
  let at = 0
  const next = (): Uint64 => {
    ensure(at < numbers.length, BROKEN)
    return numbers[at++]
  }
  const id = next()
  const told = Number(next())
  const tellsWorst = told >= WORST_LINKS_FLAG
  const level = tellsWorst ? told - WORST_LINKS_FLAG : told
  ensure(level < MAX_LEVELS, BROKEN)
  ensure(!tellsWorst || context.dialect.rdbVectorSets !== 'links', BROKEN)
  const links: Uint64[][] = []
  for (let i = 0; i <= level; i++) {
    const length = Number(next())
    const most = Number(next())
    ensure(length <= most && length <= numbers.length - at, BROKEN)
    links.push(Array.from({ length }, next))
    if (tellsWorst) next()
  }
  const [range, length] = floatsOf(next())
  ensure(at === numbers.length, BROKEN)
  const direction = directionOf(node, range)
  const attributes = node.attributes === '' ? null : node.attributes
  return { id, links, element: new VectorElement(node.name, length, direction, level, attributes) }
}

function floatsOf(value: Uint64): [high: number, low: number] {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return [bytes.readFloatBE(0), bytes.readFloatBE(4)]
}

function directionOf(node: NodeText, range: number): VectorElement['direction'] {
  const { dimension, quantization } = node
  const bytes = Buffer.from(node.vector, 'latin1')
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  switch (quantization) {
    case 'f32':
      ensure(bytes.length === dimension * 4, BROKEN)
      return new Float32Array(copy)
    case 'int8':
      ensure(bytes.length === dimension, BROKEN)
      return { values: new Int8Array(copy), range }
    default:
      ensure(bytes.length === Math.ceil(dimension / 64) * 8, BROKEN)
      return new Uint32Array(copy)
  }
}

/** Links lead to elements that are there; since 8.2 they have to lead back as well. */
function checkLinks(nodes: readonly Linked[], haveToReturn: boolean): void {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const { id, links } of nodes) {
    for (const [level, neighbours] of links.entries()) {
      for (const one of neighbours) {
        const other = byId.get(one)
        if (other === undefined) throw new CorruptRdb('a link of a vector set to nowhere')
        if (!haveToReturn) continue
        ensure(one !== id && other.links[level]?.includes(id) === true, BROKEN)
      }
    }
  }
}
