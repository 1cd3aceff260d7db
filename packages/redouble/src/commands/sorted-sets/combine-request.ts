import type { Context } from '../../command/context.ts'
import { LIMIT_NEGATIVE, SYNTAX, WRONGTYPE } from '../../command/errors/common.ts'
import { inputKeyNeeded, WEIGHT_NOT_A_FLOAT } from '../../command/errors/sorted-set.ts'
import { readInt64 } from '../../command/read-integer.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import type { Aggregate, Input } from './combine.ts'
import { parseScore } from './score-text.ts'

/** Which options a command takes. */
export interface CombineForm {
  readonly command: string
  /** Where `numkeys` stands. */
  readonly start: number
  /** WEIGHTS and AGGREGATE. */
  readonly aggregates?: boolean
  readonly withScores?: boolean
  /** ZINTERCARD's LIMIT. */
  readonly limits?: boolean
}

/** What a command of the ZUNION kind asks for. */
export interface CombineRequest {
  readonly inputs: Input[]
  weights: number[] | null
  aggregate: Aggregate
  withScores: boolean
  limit: number
}

/** Reads `numkeys key [key …] [options]`; the keys are looked at before the options are. */
export function readCombination(context: Context, form: CombineForm): CombineRequest {
  const { argv, profile } = context
  const inputs = readInputs(context, form)
  const request: CombineRequest = {
    inputs,
    weights: null,
    aggregate: 'SUM',
    withScores: false,
    limit: 0,
  }
  for (let i = form.start + 1 + inputs.length; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const rest = argv.length - i - 1
    if (word === 'WEIGHTS' && form.aggregates && rest >= inputs.length) {
      request.weights = inputs.map(() => parseScore(argv[++i], profile, WEIGHT_NOT_A_FLOAT))
    } else if (word === 'AGGREGATE' && form.aggregates && rest >= 1) {
      request.aggregate = readAggregate(argv[++i])
    } else if (word === 'LIMIT' && form.limits && rest >= 1) {
      request.limit = readLimit(argv[++i])
    } else if (word === 'WITHSCORES' && form.withScores) request.withScores = true
    else throw SYNTAX
  }
  return request
}

function readInputs({ argv, db }: Context, { command, start }: CombineForm): Input[] {
  const numkeys = readInt64(argv[start])
  if (numkeys < 1) throw inputKeyNeeded(command)
  if (numkeys > argv.length - start - 1) throw SYNTAX
  const keys = argv.slice(start + 1, start + 1 + Number(numkeys))
  return keys.map((key) => {
    const entry = db.read(key)
    if (entry !== undefined && entry.type !== 'zset' && entry.type !== 'set') throw WRONGTYPE
    return entry?.value as Input
  })
}

function readAggregate(text: string): Aggregate {
  const word = upperAscii(text)
  if (word !== 'SUM' && word !== 'MIN' && word !== 'MAX') throw SYNTAX
  return word
}

function readLimit(text: string): number {
  const limit = parseInt64(text)
  if (limit === null || limit < 0) throw LIMIT_NEGATIVE
  return Number(limit)
}
