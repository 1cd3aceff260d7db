import type { Step } from '../subjects/step.ts'
import { type Chance, from } from './chance.ts'
import type { Scene } from './scenes.ts'
import { channelPattern, keyName, word } from './values.ts'

const main = (...argv: string[]): Step => ({ connection: 0, argv })
const at = (connection: number, ...argv: string[]): Step => ({ connection, argv })

/** Clients beside the main one. */
export const CLIENTS = 4
/** In place of the id that a server gave to a program's client; see `encode`. */
const idOf = (connection: number): string => `<id ${connection}>`

const channel = from('a', 'b', 'ab', 'c')
const listKey = from('a', 'b', 'c')
const end = from('LEFT', 'RIGHT')

/** Who waits, in which order, for several keys; then more than one of them is ready at once. */
export const queues: Scene = (chance) => {
  const wait = (): string[] => {
    const key = listKey(chance)
    const other = listKey(chance)
    return chance.pick([
      ['BLPOP', key, '0'],
      ['BRPOP', key, other, '0'],
      ['BLMOVE', key, other, end(chance), end(chance), '0'],
      ['BRPOPLPUSH', key, other, '0'],
      ['BLMPOP', '0', '2', key, other, end(chance), 'COUNT', '2'],
      ['BZPOPMIN', key, other, '0'],
      ['BZPOPMAX', key, '0'],
      ['BZMPOP', '0', '2', key, other, 'MIN', 'COUNT', '2'],
      ['XREAD', 'BLOCK', '0', 'STREAMS', key, '$'],
      ['XREAD', 'COUNT', '1', 'BLOCK', '0', 'STREAMS', key, other, '0', '5-0'],
    ])
  }
  const count = chance.between(2, CLIENTS)
  const steps = Array.from({ length: count }, (_, i) => at(i + 1, ...wait()))
  const pushes = Array.from({ length: chance.between(1, 3) }, () => push(chance))
  switch (chance.below(4)) {
    case 0:
      return [...steps, main('MULTI'), ...pushes.map((argv) => main(...argv)), main('EXEC')]
    case 1: {
      const calls = pushes.map((argv) => `redis.call(${argv.map((text) => `'${text}'`).join()})`)
      return [...steps, main('EVAL', calls.join(' '), '0')]
    }
    default:
      return [...steps, ...pushes.map((argv) => main(...argv))]
  }
}

function push(chance: Chance): string[] {
  const key = listKey(chance)
  return chance.pick([
    ['RPUSH', key, 'x', 'y', 'z'],
    ['LPUSH', key, 'x'],
    ['ZADD', key, '1', 'x', '2', 'y', '3', 'z'],
    ['XADD', key, chance.pick(['7-1', '7-2', '8-1']), 'f', 'v'],
    ['DEL', key],
    ['RENAME', key, listKey(chance)],
    ['LMOVE', key, listKey(chance), 'LEFT', 'RIGHT'],
    ['SET', key, 'x'],
    ['EXPIRE', key, '4000'],
  ])
}

/** Several clients watch the same key, and commit in some order. */
export const races: Scene = (chance, say) => {
  const key = keyName(chance)
  const rivals = chance.between(2, 3)
  const turns = Array.from({ length: rivals }, (_, i) => {
    const touch = chance.oneIn(3) ? say.write(chance) : ['APPEND', key, `${i}`]
    const steps = [['WATCH', key], ['GET', key], ['MULTI'], touch, ['EXEC']]
    return (chance.oneIn(4) ? steps.toSpliced(2, 0, ['UNWATCH']) : steps).map((argv) =>
      at(i, ...argv),
    )
  })
  const steps: Step[] = []
  while (turns.length > 0) {
    const turn = chance.pick(turns)
    steps.push(turn.shift() as Step)
    if (turn.length === 0) turns.splice(turns.indexOf(turn), 1)
  }
  if (!chance.oneIn(3)) return steps
  const meddling = chance.pick([
    ['FLUSHALL', 'ASYNC'],
    ['SWAPDB', '0', '1'],
    ['EVAL', `redis.call('SET', KEYS[1], 'x')`, '1', key],
    ['EVAL', `redis.call('GET', KEYS[1])`, '1', key],
    ['RENAME', key, key],
    ['COPY', 'b', key, 'REPLACE'],
    ['PEXPIREAT', key, '1'],
  ])
  const place = chance.below(steps.length)
  return chance.avoidsPast && meddling[0] === 'PEXPIREAT'
    ? steps
    : steps.toSpliced(place, 0, at(CLIENTS, ...meddling))
}

/** Subscribers of all three kinds, and messages from clients, transactions and scripts. */
export const babble: Scene = (chance) => {
  const steps: Step[] = []
  for (let i = chance.between(1, 3); i > 0; i--) {
    const kind = chance.pick(['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE'])
    const name = kind === 'PSUBSCRIBE' ? channelPattern(chance) : channel(chance)
    steps.push(at(chance.between(1, 3), kind, name))
  }
  const say = (): string[] =>
    chance.pick([
      ['PUBLISH', channel(chance), word(chance)],
      ['SPUBLISH', channel(chance), word(chance)],
      ['EVAL', `return redis.call('PUBLISH', ARGV[1], ARGV[2])`, '0', channel(chance), 'm'],
      ['PUBSUB', 'NUMSUB', 'a', 'b'],
      ['PUBSUB', 'SHARDNUMSUB', 'a', 'c'],
      ['PUBSUB', 'NUMPAT'],
      ['PUBSUB', 'CHANNELS', channelPattern(chance)],
    ])
  for (let i = chance.between(1, 4); i > 0; i--) {
    if (chance.oneIn(4)) {
      steps.push(main('MULTI'), main(...say()), main(...say()), main('EXEC'))
    } else {
      steps.push(at(chance.between(0, 3), ...say()))
    }
    if (chance.oneIn(4)) {
      const leave = chance.pick(['UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE'])
      steps.push(at(chance.between(1, 3), leave, channel(chance)))
    }
  }
  return steps
}

/** A client whose protocol, name or state changes, that is unblocked, killed, or leaves. */
export const lives: Scene = (chance, say) => {
  const who = chance.between(1, CLIENTS)
  const before = chance.pick<string[][]>([
    [],
    [['WATCH', 'a']],
    [['MULTI'], say.solitary(chance)],
    [['SUBSCRIBE', 'a']],
    [['SELECT', '1']],
    [say.blocking(chance)],
    [['BLPOP', 'a', 'b', '0']],
    [['XREAD', 'BLOCK', '0', 'STREAMS', 'a', '$']],
    [['CLIENT', 'NO-TOUCH', 'ON']],
  ])
  const change = chance.pick<Step[]>([
    [at(who, 'RESET')],
    [at(who, 'HELLO', chance.pick(['2', '3', '3', '4', 'x']))],
    [at(who, 'HELLO', '3', 'SETNAME', chance.pick(['n', 'a b']))],
    [at(who, 'QUIT')],
    [at(who, 'AUTH', 'x')],
    [main('CLIENT', 'UNBLOCK', idOf(who))],
    [main('CLIENT', 'UNBLOCK', idOf(who), chance.pick(['TIMEOUT', 'ERROR', 'x']))],
    [main('CLIENT', 'KILL', 'ID', idOf(who))],
    [main('CLIENT', 'KILL', 'ID', idOf(who), 'SKIPME', 'NO')],
    [main('CLIENT', 'LIST', 'ID', idOf(who))],
  ])
  return [
    ...before.map((argv) => at(who, ...argv)),
    ...change,
    ...(chance.oneIn(2) ? [at(who, ...say.solitary(chance))] : []),
    ...(chance.oneIn(2) ? [main(...push(chance))] : []),
  ]
}
