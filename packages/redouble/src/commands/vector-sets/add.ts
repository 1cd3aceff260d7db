import {
  type Arg,
  block,
  bytes,
  double,
  integer,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { wrongArity } from '../../command/errors/common.ts'
import {
  dimensionMismatch,
  inputDimensionMismatch,
  INVALID_EF,
  INVALID_M,
  INVALID_OPTION_AFTER_ELEMENT,
  INVALID_VECTOR,
  M_MISMATCH,
  NO_PROJECTION,
  QUANTIZATION_MISMATCH,
} from '../../command/errors/vector-sets.ts'
import * as answer from '../../command/reply-types.ts'
import { nextVectorSetUid } from '../../command/vector-set-uid.ts'
import { type Quantization, VectorSetValue } from '../../data/vector-set.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { type Int64, parseInt64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'
import { checkWords, ofModule, writeSet, WRITTEN_KEY } from './access.ts'
import { readVector } from './vector-words.ts'

const DEFAULT_M = 16

interface AddRequest {
  readonly vector: Float32Array
  readonly element: string
  /** Dimensions to project to, 0 for none. */
  readonly reduce: number
  quantization: Quantization
  maxLinks: number
  attributes: string | null
}

function readRequest(context: Context): AddRequest {
  const { argv } = context
  checkWords(context, 5, Number.POSITIVE_INFINITY)
  const isReduced = upperAscii(argv[2]) === 'REDUCE'
  const reduce = isReduced ? Number(parseInt64(argv[3]) ?? 0) : 0
  if (isReduced && reduce < 1) throw INVALID_VECTOR
  const { vector, end } = readVector(context, isReduced ? 4 : 2)
  if (end >= argv.length) throw wrongArity(upperAscii(argv[0]))
  const request: AddRequest = {
    vector,
    element: argv[end],
    reduce,
    quantization: 'int8',
    maxLinks: DEFAULT_M,
    attributes: null,
  }
  for (let i = end + 1; i < argv.length; i++) i += readOption(argv, i, request)
  return request
}

/** How many words an option has behind its name. */
function readOption(argv: readonly string[], at: number, request: AddRequest): number {
  const hasValue = at + 1 < argv.length
  switch (upperAscii(argv[at])) {
    case 'CAS':
      return 0
    case 'Q8':
      request.quantization = 'int8'
      return 0
    case 'NOQUANT':
      request.quantization = 'f32'
      return 0
    case 'BIN':
      request.quantization = 'bin'
      return 0
    case 'EF':
      if (!hasValue) throw INVALID_OPTION_AFTER_ELEMENT
      if (!isWithin(parseInt64(argv[at + 1]), 1, 1_000_000)) throw INVALID_EF
      return 1
    case 'M': {
      if (!hasValue) throw INVALID_OPTION_AFTER_ELEMENT
      const links = parseInt64(argv[at + 1])
      if (!isWithin(links, 4, 4096)) throw INVALID_M
      request.maxLinks = Number(links)
      return 1
    }
    case 'SETATTR':
      if (!hasValue) throw INVALID_OPTION_AFTER_ELEMENT
      request.attributes = argv[at + 1]
      return 1
    default:
      throw INVALID_OPTION_AFTER_ELEMENT
  }
}

function isWithin(value: Int64 | null, min: number, max: number): boolean {
  return value !== null && value >= min && value <= max
}

function checkFits(set: VectorSetValue, request: AddRequest): void {
  const { maxLinks, quantization, reduce, vector } = request
  const { length } = vector
  if (quantization !== set.quantization) throw QUANTIZATION_MISMATCH
  if (maxLinks !== set.maxLinks) throw M_MISMATCH
  if (set.inputDimension === 0) {
    if (length !== set.dimension) throw dimensionMismatch(length, set.dimension)
    if (reduce !== 0) throw NO_PROJECTION
  } else {
    if (reduce !== set.dimension) throw dimensionMismatch(length, set.dimension)
    if (length !== set.inputDimension) throw inputDimensionMismatch(length, set.inputDimension)
  }
}

function newSet({ argv, config, db }: Context, request: AddRequest): VectorSetValue {
  const { maxLinks, quantization, reduce, vector } = request
  const set = new VectorSetValue({
    quantization,
    maxLinks,
    dimension: reduce || vector.length,
    inputDimension: reduce === 0 ? 0 : vector.length,
    uid: nextVectorSetUid(config),
  })
  db.put(argv[1], 'vectorset', set)
  return set
}

function add(context: Context): Reply {
  const request = readRequest(context)
  const found = writeSet(context)
  if (found !== undefined) checkFits(found, request)
  const set = found ?? newSet(context, request)
  const isNew = set.add(request.element, request.vector, () => context.random.fraction())
  const { attributes } = request
  const element = set.get(request.element)
  if (attributes !== null && element !== undefined) {
    // Empty ones take away what an element had, but a new one has them.
    set.setAttributes(element, attributes === '' && !isNew ? null : attributes)
  }
  return isNew
}

/** The two ways to write a vector. */
export const VECTOR_FORMS: { readonly fp32: Arg; readonly values: Arg } = {
  fp32: option('FP32', bytes()),
  values: option('VALUES', block({ count: integer(), value: multiple(double()) })),
}

export const vadd: Command = defineCommand({
  ...ofModule,
  name: 'vadd',
  summary: 'Adds an element with its vector, or gives it another vector.',
  complexity: 'O(N), N being the dimensions.',
  flags: ['write', 'denyoom'],
  effects: ['random'],
  args: {
    key: WRITTEN_KEY,
    reduce: optional(option('REDUCE', integer())),
    vector: oneOf(VECTOR_FORMS),
    element: bytes(),
    cas: optional(token('CAS')),
    quantization: optional(
      oneOf({ noquant: token('NOQUANT'), q8: token('Q8'), bin: token('BIN') }),
    ),
    ef: optional(option('EF', integer())),
    setattr: optional(option('SETATTR', bytes())),
    m: optional(option('M', integer())),
  },
  reply: answer.boolean('true if the element is new'),
  run: add,
})
