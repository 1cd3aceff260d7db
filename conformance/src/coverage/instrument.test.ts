import { expect, test } from 'vitest'
import type { Branch } from './branch-map.ts'
import { COUNTERS, instrument } from './instrument.ts'

const CODE = `(function f(x) {
  if (x > 0) return x > 5 ? 'large' : (x === 3 && g(x)) || 'small'
  switch (x) { case 0: return 'zero' }
  return 'negative'
})`

const branch = (text: string, kind: Branch['kind']): Branch => {
  const offset = CODE.indexOf(text)
  return { file: 'f.ts', line: 1, chunk: 'c', offset, end: offset + text.length, kind }
}

const BRANCHES = [
  branch(CODE.slice(CODE.indexOf('{'), CODE.lastIndexOf('}') + 1), 'block'),
  branch("return x > 5 ? 'large' : (x === 3 && g(x)) || 'small'", 'statement'),
  branch("'large'", 'expression'),
  branch("(x === 3 && g(x)) || 'small'", 'expression'),
  branch('g(x)', 'expression'),
  branch("'small'", 'expression'),
  branch("return 'zero'", 'case'),
]

/** What the function answers, and which branches it noted. */
function run(x: number): [answer: string, noted: number[]] {
  const counters = new Uint8Array(BRANCHES.length)
  const code = instrument(CODE, 'c', BRANCHES)
  const make = new Function(COUNTERS, 'g', `return ${code}`)
  const answer = make(counters, () => 'three')(x)
  return [answer, BRANCHES.map((_, i) => i).filter((i) => counters[i] === 1)]
}

test('code notes the branches that it takes and does what it did', () => {
  expect(run(9)).toEqual(['large', [0, 1, 2]])
  expect(run(3)).toEqual(['three', [0, 1, 3, 4]])
  expect(run(1)).toEqual(['small', [0, 1, 3, 5]])
  expect(run(0)).toEqual(['zero', [0, 6]])
  expect(run(-1)).toEqual(['negative', [0]])
})

test('the branches of another chunk are left alone', () => {
  expect(instrument(CODE, 'd', BRANCHES)).toBe(CODE)
})
