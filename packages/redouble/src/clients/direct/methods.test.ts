import { expect, test } from 'vitest'
import type { Command } from '../../command/define.ts'
import { profileNamed } from '../../command/profile.ts'
import { connectDirect, type DirectSession } from '../../engine/direct-session.ts'
import { Engine } from '../../engine/engine.ts'
import { ErrorReply, type Reply } from '../../resp/reply.ts'
import { compileEncoder } from './encode.ts'
import { methodSources } from './methods.ts'
import { methodName, type Shape, type Signature, signatureOf, type Slot } from './signature.ts'

/** Would end the engine, or this test. */
const NOT_CALLED = new Set([
  'shutdown',
  'debug',
  'client|pause',
  'client|kill',
  'client|reply',
  'auth',
  // Its words are rules, of which `a` is none.
  'acl|setuser',
])

/** Options that the server only takes together with others. */
const NOT_ALONE: Readonly<Record<string, readonly string[]>> = {
  any: ['count'],
  'bitcount start': ['end'],
  'bitcount end': ['start'],
  'bitcount byte': ['start', 'end'],
  'bitcount bit': ['start', 'end'],
  'xpending idle': ['start', 'end', 'count'],
  'xpending start': ['end', 'count'],
  'xpending end': ['start', 'count'],
  'xpending count': ['start', 'end'],
  'xpending consumer': ['start', 'end', 'count'],
  'xadd limit': ['maxlen', 'approximately', 'threshold'],
  'zrange limit': ['byscore'],
  'zrangestore limit': ['byscore'],
}

const FURNITURE: readonly string[][] = [
  ['SET', 'a', '1'],
  ['RPUSH', 'a', 'a', 'b'],
  ['HSET', 'a', 'a', '1', 'b', '2'],
  ['SADD', 'a', 'a', 'b'],
  ['ZADD', 'a', '1', 'a', '2', 'b'],
  ['GEOADD', 'a', '13', '38', 'a', '15', '37', 'b'],
  ['XADD', 'a', '1-1', 'a', '1'],
]

function sample(shape: Shape, slot: Slot): unknown {
  switch (shape.kind) {
    case 'flag':
      return true
    case 'choice':
      return shape.words[0] ?? 'a'
    case 'word':
      return sampleWord(shape.word, slot)
    case 'object':
      return Object.fromEntries(
        shape.slots
          .filter((one) => !one.isOptional && !one.isFixed)
          .map((one) => [one.name, sample(one.shape, one)]),
      )
    case 'union': {
      const [first] = shape.slots
      return { [first.name]: sample(first.shape, first) }
    }
    case 'pairs':
      return { a: sampleWord(shape.value, slot) }
    case 'list':
      return [sample(shape.item, slot)]
  }
}

function sampleWord(kind: string, { name, arg }: Slot): unknown {
  if (kind === 'word') return arg.type === 'pattern' ? '*' : /id$/i.test(name) ? '1-1' : 'a'
  return kind === 'double' ? 0.5 : 1
}

/** Arguments of a method: what is required, and the options of those names. */
function sampleArgs(signature: Signature, names: readonly string[]): unknown[] {
  const args = signature.parameters.map((slot) => sample(slot.shape, slot))
  if (names.length === 0) return args
  const chosen = signature.options.filter((slot) => names.includes(slot.name))
  return [...args, Object.fromEntries(chosen.map((slot) => [slot.name, sample(slot.shape, slot)]))]
}

class Bench {
  readonly engine: Engine
  #last: Reply | undefined

  constructor(profile: string) {
    this.engine = new Engine({ profile: profileNamed(profile) })
  }

  /** Replies to the call with `a` as each of the types; undefined where it blocks or is silent. */
  replies(words: string[]): Reply[] {
    const replies: Reply[] = []
    for (const furniture of FURNITURE) {
      const session = this.#open()
      session.sendAll([['FLUSHALL'], furniture])
      this.#last = undefined
      session.send(words)
      if (this.#last !== undefined) replies.push(this.#last)
      session.disconnected()
    }
    return replies
  }

  #open(): DirectSession {
    return connectDirect(this.engine, {
      answer: (reply) => {
        this.#last = reply
      },
      unanswered: () => undefined,
      push: () => undefined,
      close: () => undefined,
    })
  }
}

function isMisspelt(reply: Reply): boolean {
  return (
    reply instanceof ErrorReply &&
    /syntax error|wrong number of arg|unknown (?:sub)?command/i.test(reply.text)
  )
}

/** The sets of options with which each method is called: none, each by itself, each case. */
function optionSets(command: Command, signature: Signature): readonly (readonly string[])[] {
  const alone = signature.options.map(({ name }) => [
    name,
    ...(NOT_ALONE[`${command.name} ${name}`] ?? NOT_ALONE[name] ?? []),
  ])
  return [[], ...alone, ...(command.reply?.given ?? []).map(({ options }) => options)]
}

test.each(['8.2', 'valkey-9'])('a method sends what its command understands, as %s', (profile) => {
  const bench = new Bench(profile)
  const misspelt: string[] = []
  const strangers: string[] = []
  for (const { name } of methodSources().map((source) => source.command)) {
    const command = bench.engine.commands.get(name)
    if (command === undefined || NOT_CALLED.has(name)) continue
    const signature = signatureOf(command.args)
    const encode = compileEncoder(name, methodName(name), signature)
    for (const options of optionSets(command, signature)) {
      const words = encode(sampleArgs(signature, options))
      const replies = bench.replies(words)
      const given = command.reply?.given?.find((one) => one.options.join() === options.join())
      const type = given?.type ?? (options.length === 0 ? command.reply : undefined)
      for (const reply of replies) {
        if (reply instanceof ErrorReply || type === undefined || type.matches(reply)) continue
        strangers.push(`${words.join(' ')} → ${JSON.stringify(reply)}, not ${type.text}`)
      }
      if (replies.length > 0 && replies.every(isMisspelt)) {
        misspelt.push(`${words.join(' ')} → ${(replies[0] as ErrorReply).text}`)
      }
    }
  }
  bench.engine.stop()
  expect(misspelt).toEqual([])
  expect(strangers).toEqual([])
})
