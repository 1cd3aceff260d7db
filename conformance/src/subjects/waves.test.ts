import { expect, test } from 'vitest'
import type { Program } from './step.ts'
import { waves } from './waves.ts'

const run = (connection: number, ...argv: string[]): Program => [{ connection, argv }]

function wavesOf(connections: readonly number[], fresh = 9): number[][] {
  const runs = connections.map((connection) => run(connection, 'PING'))
  return waves(
    runs,
    runs.map(() => ''),
    fresh,
  )
}

test('a connection speaks once in a wave', () => {
  expect(wavesOf([0, 1, 0, 1])).toEqual([
    [0, 1],
    [2, 3],
  ])
})

test('those of the wave before come first and in its order, or wait', () => {
  // 1 spoke last: behind 2, which did not, epoll might still report it first.
  expect(wavesOf([1, 2, 2, 1])).toEqual([[0, 1], [2], [3]])
  expect(wavesOf([1, 1, 2, 3])).toEqual([[0], [1, 2, 3]])
  expect(wavesOf([1, 1, 2, 1])).toEqual([[0], [1, 2], [3]])
})

test('connections that were opened just now count as of a wave before', () => {
  expect(wavesOf([1, 0], 0)).toEqual([[0], [1]])
  expect(wavesOf([1, 0], 1)).toEqual([[0, 1]])
})

test('nothing is owed to who may be killed, and a long request is read alone', () => {
  const runs = [run(0, 'PING'), run(1, 'CLIENT', 'KILL', 'ID', '<id 0>'), run(2, 'PING')]
  expect(waves(runs, ['', '', ''], 9)).toEqual([[0], [1], [2]])
  const pings = [run(0, 'PING'), run(1, 'PING')]
  expect(waves(pings, ['x'.repeat(20_000), ''], 9)).toEqual([[0], [1]])
})
