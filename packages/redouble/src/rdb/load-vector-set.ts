import type { Near } from '../data/near.ts'
import type { Uint64 } from '../data/stream-id.ts'
import { type Direction, VectorElement } from '../data/vector-element.ts'
import { type GraphLevel, linkCapacity } from '../data/vector-graph.ts'
import { VectorSetValue, type VectorSetShape } from '../data/vector-set.ts'
import { ensure } from './corrupt.ts'
import { ModulePart } from './format.ts'
import type { LoadContext } from './load-value.ts'
import type { RdbReader } from './rdb-reader.ts'
import { QUANTIZATIONS, VectorFlag, WORST_LINKS_FLAG } from './save-vector-set.ts'

const BROKEN = 'vector set'
const MAX_LINKS = 4096
const DEFAULT_LINKS = 16
/** Since 8.2 no element may have room for more links. */
const MAX_CAPACITY = 16_384
/** A matrix that is not there in full is taken for zeros up to here, and for nonsense beyond. */
const MAX_MATRIX = 2 ** 22

/** Links as a dump has them, by id. */
interface LoadedLevel {
  readonly links: readonly Uint64[]
  readonly capacity: number
  readonly farthest: Near | undefined
}

interface LoadedNode {
  readonly element: VectorElement
  readonly levels: readonly LoadedLevel[]
}

/** One without elements is possible too. What the servers do not look at is not looked at here. */
export function loadVectorSet(reader: RdbReader, context: LoadContext): VectorSetValue {
  const { dialect } = context
  ensure(dialect.rdbVectorSets !== 'none', 'a value of the module vectorset')
  const dimension = part32(reader)
  const count = Number(part(reader))
  const manner = part32(reader)
  const quantization = QUANTIZATIONS[manner & 0xff]
  ensure(quantization !== undefined, BROKEN)
  const flags = part32(reader)
  // The servers count one that turns out to be broken too.
  const uid = context.nextVectorSetUid?.() ?? 0
  ensure(count <= reader.remaining, BROKEN)
  const maxLinks = Math.min((manner >>> 8) & 0xffff || DEFAULT_LINKS, MAX_LINKS)
  const shape = { quantization, dimension, maxLinks, uid, ...projection(reader, flags, dimension) }
  const nodes: LoadedNode[] = []
  for (let left = count; left > 0; left--) nodes.push(loadNode(reader, flags, shape, context))
  ensure(Number(reader.count()) === ModulePart.end, BROKEN)
  if (dialect.rdbVectorSets === 'worst-links') checkLinks(nodes)
  return assemble(nodes, shape)
}

function assemble(nodes: readonly LoadedNode[], shape: VectorSetShape): VectorSetValue {
  const names = new Map(nodes.map(({ element: { name, uid } }) => [uid, name]))
  let lastUid: Uint64 = 0
  const graph = new Map<string, GraphLevel[]>()
  for (const { element, levels } of nodes) {
    if (element.uid > lastUid) lastUid = element.uid
    // The servers would keep both, though they find only one of them by its name.
    ensure(!graph.has(element.name), 'an element twice')
    const linked = levels.map(({ links, ...level }) => ({
      links: links.map((uid) => nameOf(uid, names)),
      ...level,
    }))
    graph.set(element.name, linked)
  }
  // Whom the dump tells last, the server takes for the youngest.
  const elements = nodes.map(({ element }) => element)
  return VectorSetValue.of(shape, { elements, graph, lastUid })
}

function nameOf(uid: Uint64, names: ReadonlyMap<Uint64, string>): string {
  const name = names.get(uid)
  ensure(name !== undefined && uid !== 0, 'a link of a vector set to nowhere')
  return name
}

function part(reader: RdbReader): Uint64 {
  ensure(Number(reader.count()) === ModulePart.unsigned, BROKEN)
  return reader.count()
}

/** Its lowest 32 bits. */
function part32(reader: RdbReader): number {
  return low32(part(reader))
}

function low32(value: Uint64): number {
  return typeof value === 'number' ? value % 2 ** 32 : Number(BigInt.asUintN(32, value))
}

function text(reader: RdbReader): string {
  ensure(Number(reader.count()) === ModulePart.string, BROKEN)
  return reader.string()
}

type Projection = Pick<VectorSetShape, 'inputDimension' | 'projection'>

function projection(reader: RdbReader, flags: number, dimension: number): Projection {
  if ((flags & VectorFlag.projection) === 0) return { inputDimension: 0 }
  const inputDimension = part32(reader)
  const given = text(reader)
  const length = dimension * inputDimension
  ensure(length * 4 <= given.length || length <= MAX_MATRIX, BROKEN)
  const bytes = Buffer.alloc(length * 4)
  bytes.write(given.slice(0, bytes.length), 'latin1')
  return { inputDimension, projection: new Float32Array(copied(bytes)) }
}

function loadNode(
  reader: RdbReader,
  flags: number,
  shape: VectorSetShape,
  context: LoadContext,
): LoadedNode {
  const name = text(reader)
  const attributes = (flags & VectorFlag.attributes) === 0 ? '' : text(reader)
  const vector = text(reader)
  const count = Number(part(reader))
  ensure(count * 2 <= reader.remaining, BROKEN)
  const numbers = Array.from({ length: count }, () => part(reader))
  let at = 0
  const next = (): Uint64 => {
    ensure(at < numbers.length, BROKEN)
    return numbers[at++]
  }
  const uid = next()
  const { level, tellsWorst } = readLevel(low32(next()), context)
  const isChecked = context.dialect.rdbVectorSets === 'worst-links'
  const levels: LoadedLevel[] = []
  for (let i = 0; i <= level; i++) {
    const { links, capacity } = readLinks(next, numbers.length - at)
    const farthest = tellsWorst ? readFarthest(next(), links.length) : undefined
    if (isChecked) ensure(links.length <= capacity && capacity <= MAX_CAPACITY, BROKEN)
    if (isChecked || tellsWorst) links.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const most = Math.max(capacity, linkCapacity(shape.maxLinks, i))
    levels.push({ links, capacity: most, farthest })
  }
  // There may be more numbers, of which nobody knows.
  const [range, length] = floatsOf(next())
  const direction = directionOf(vector, range, shape)
  const element = { name, uid, length, direction, level, attributes: attributes || null }
  return { element: new VectorElement(element), levels }
}

/** Since 8.2 the level has only eight bits, and above it stands whether the worst links are told. */
function readLevel(told: number, { dialect }: LoadContext): { level: number; tellsWorst: boolean } {
  if (dialect.rdbVectorSets === 'links') return { level: told, tellsWorst: false }
  const flags = told >>> 24
  ensure(flags <= WORST_LINKS_FLAG >>> 24, BROKEN)
  return { level: told & 0xff, tellsWorst: flags !== 0 }
}

function readLinks(
  next: () => Uint64,
  most: number,
): { readonly links: Uint64[]; readonly capacity: number } {
  const length = low32(next())
  const capacity = low32(next())
  ensure(length <= most, BROKEN)
  return { links: Array.from({ length }, next), capacity }
}

function readFarthest(told: Uint64, count: number): Near {
  const place = low32(told)
  const [distance] = floatsOf(told)
  ensure(count === 0 || place < count, BROKEN)
  return { place, distance }
}

function floatsOf(value: Uint64): [high: number, low: number] {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return [bytes.readFloatBE(0), bytes.readFloatBE(4)]
}

function directionOf(
  vector: string,
  range: number,
  { dimension, quantization }: VectorSetShape,
): Direction {
  const copy = copied(Buffer.from(vector, 'latin1'))
  switch (quantization) {
    case 'f32':
      ensure(copy.byteLength === dimension * 4, BROKEN)
      return new Float32Array(copy)
    case 'int8':
      ensure(copy.byteLength === dimension, BROKEN)
      return { values: new Int8Array(copy), range }
    default:
      ensure(copy.byteLength === Math.ceil(dimension / 64) * 8, BROKEN)
      return new Uint32Array(copy)
  }
}

/** Bytes at an address at which numbers may begin. */
function copied(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  return copy
}

/** Since 8.2 nobody is linked with itself or twice with another, and links have to lead back. */
function checkLinks(nodes: readonly LoadedNode[]): void {
  const linked = new Map(
    nodes.map(({ element, levels }) => [element.uid, levels.map(({ links }) => new Set(links))]),
  )
  for (const { element, levels } of nodes) {
    for (const [level, { links }] of levels.entries()) {
      for (const [i, other] of links.entries()) {
        ensure(other !== element.uid && other !== links[i + 1], BROKEN)
        ensure(linked.get(other)?.[level]?.has(element.uid) === true, BROKEN)
      }
    }
  }
}
