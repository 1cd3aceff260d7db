import type { Step } from '../subjects/step.ts'
import { type Chance, from, weighted } from './chance.ts'
import { keyName } from './values.ts'

const main = (...argv: string[]): Step => ({ connection: 0, argv })

const DIMENSIONS = 4
const element = from('a', 'b', 'c', 'd', 'e', 'f', 'g', 'A', '', '\xff')
const attributes = from(
  '{"year":1984,"tags":["a","b"]}',
  '{"year":2001,"rating":8.5}',
  '{"year":"x"}',
  '{}',
  '',
  'no json',
)
const filter = from(
  '.year > 1990',
  '.year == 1984 and "a" in .tags',
  'not .rating',
  '.rating / 2 > 4 or .year in [1984, 2001]',
  '.year >',
  '1',
)
/** All of these are what a set was begun with, or are refused. */
const options = weighted<string[]>(
  [12, from<string[]>([])],
  [2, (chance) => ['SETATTR', attributes(chance)]],
  [
    1,
    from(['CAS'], ['cas'], ['EF', '50'], ['EF', '0'], ['M', '16'], ['M', '3'], ['x'], ['SETATTR']),
  ],
  [1, from(['Q8'], ['NOQUANT'])],
)

/** Never twice the same direction, and never two that are equally far from a third. */
function vector(chance: Chance, dimensions = DIMENSIONS): string[] {
  return Array.from({ length: dimensions }, () => String((chance.below(200_001) - 100_000) / 1000))
}

function given(chance: Chance): string[] {
  const dimensions = chance.oneIn(20) ? DIMENSIONS + 1 : DIMENSIONS
  return ['VALUES', String(dimensions), ...vector(chance, dimensions)]
}

function similar(chance: Chance, key: string): string[] {
  const call = ['VSIM', key, ...(chance.oneIn(2) ? ['ELE', element(chance)] : given(chance))]
  if (chance.oneIn(2)) call.push('WITHSCORES')
  if (chance.oneIn(4)) call.push('WITHATTRIBS')
  if (chance.oneIn(3)) call.push('COUNT', chance.pick(['1', '3', '20', '0', 'x']))
  if (chance.oneIn(3)) call.push('FILTER', filter(chance))
  if (chance.oneIn(6)) call.push('EPSILON', chance.pick(['0.2', '0.7', '0']))
  if (chance.oneIn(4)) call.push(chance.pick(['TRUTH', 'NOTHREAD', 'truth', 'x']))
  return call
}

/**
 * A set of few elements, which a server finds all whatever its graph; that it has levels by chance
 * is not to be seen. It goes in the end, before somebody dumps it.
 */
export function vectorSet(chance: Chance): Step[] {
  const key = keyName(chance)
  const manner = chance.pick([[], ['Q8'], ['NOQUANT'], ['BIN']])
  const isBinary = manner[0] === 'BIN'
  const reduce = chance.oneIn(4) ? ['REDUCE', '3'] : []
  const add = (): string[] => [
    'VADD',
    key,
    ...(chance.oneIn(20) ? [] : reduce),
    ...given(chance),
    element(chance),
    ...manner,
    ...options(chance),
  ]
  const look = weighted<() => string[]>(
    [6, from(add)],
    // In signs alone many are equally far.
    [6, from(() => (isBinary ? ['VCARD', key] : similar(chance, key)))],
    [2, from(() => ['VREM', key, element(chance)])],
    [3, from(() => ['VEMB', key, element(chance), ...(chance.oneIn(3) ? ['RAW'] : [])])],
    [2, from(() => ['VSETATTR', key, element(chance), attributes(chance)])],
    [2, from(() => ['VGETATTR', key, element(chance)])],
    [1, from(() => ['VISMEMBER', key, element(chance)])],
    [2, from(() => [chance.pick(['VCARD', 'VDIM', 'TYPE', 'vcard', 'GET', 'EXISTS']), key])],
    [1, from(() => ['MEMORY', 'USAGE', key])],
    [1, from(() => ['OBJECT', 'ENCODING', key])],
  )
  const steps: Step[] = chance.oneIn(8) ? [] : [main('DEL', key)]
  const isQueued = chance.oneIn(8)
  if (isQueued) steps.push(main('MULTI'))
  for (let i = chance.between(1, 4); i > 0; i--) steps.push(main(...add()))
  for (let i = chance.between(1, 8); i > 0; i--) {
    const call = look(chance)()
    const isScripted = chance.oneIn(10)
    steps.push(
      isScripted
        ? main('EVAL', 'return redis.pcall(unpack(ARGV))', '1', key, ...call)
        : main(...call),
    )
  }
  if (isQueued) steps.push(main('EXEC'))
  steps.push(main('DEL', key))
  return steps
}
