import type { ClientState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import {
  CLIENT_ID_NOT_POSITIVE,
  filterBeyondDatabases,
  filterNotAnInteger,
  filterNotPositive,
  noSuchUser,
  unknownClientType,
  unknownFilterLetters,
} from '../../command/errors/connection.ts'
import { type Availability, isAvailable } from '../../command/profile.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { clientFlags, isPubSub, seconds } from './client-line.ts'

/** Says of a client whether it is meant. */
type Test = (client: ClientState) => boolean

/** The clients that CLIENT KILL or, on Valkey, CLIENT LIST is about. */
export interface ClientFilter {
  /** By the option's name; a repeated option replaces what it said before. */
  readonly tests: Map<string, Test>
  skipsSelf: boolean
}

const MAXAGE: Availability = { since: '7.4.0', valkeySince: '8.0.0' }
const MANY_IDS: Availability = { since: 'never', valkeySince: '8.1.0' }
const VALKEY: Availability = { since: 'never', valkeySince: '8.0.0' }
const VALKEY_9: Availability = { since: 'never', valkeySince: '9.0.0' }
const FLAG_LETTERS = 'OSMPxbtRBdcuAUrenTIEN'
const CAPABILITY_LETTERS = 'r'
const NEGATION = 'not-'

/** Reads `option value` pairs from argv on; throws the error of the first that is wrong. */
export function parseClientFilter(context: Context, from: number, filter: ClientFilter): void {
  const { argv, profile } = context
  for (let i = from; i < argv.length; ) {
    if (i + 1 >= argv.length) throw SYNTAX
    const option = lowerAscii(argv[i])
    if (option === 'skipme') {
      filter.skipsSelf = yesOrNo(argv[i + 1])
      i += 2
    } else if (option === 'id' && isAvailable(MANY_IDS, profile)) {
      i = addIds(argv, i + 1, option, filter)
    } else if (option === 'not-id' && isAvailable(VALKEY_9, profile)) {
      i = addIds(argv, i + 1, option, filter)
    } else {
      filter.tests.set(option, testOf(context, option, argv[i + 1]))
      i += 2
    }
  }
}

export function isMeant(filter: ClientFilter, client: ClientState, self: ClientState): boolean {
  if (filter.skipsSelf && client === self) return false
  for (const test of filter.tests.values()) if (!test(client)) return false
  return true
}

function yesOrNo(word: string): boolean {
  const lower = lowerAscii(word)
  if (lower !== 'yes' && lower !== 'no') throw SYNTAX
  return lower === 'yes'
}

/** Takes ids until something is no number, which is then taken for the next option. */
function addIds(
  argv: readonly string[],
  from: number,
  option: string,
  filter: ClientFilter,
): number {
  const ids = new Set<number>()
  let i = from
  for (; i < argv.length; i++) {
    const id = parseInt64(argv[i])
    if (id === null) break
    if (id < 1) throw CLIENT_ID_NOT_POSITIVE
    ids.add(Number(id))
  }
  const before = filter.tests.get(option)
  const isNegative = option.startsWith(NEGATION)
  filter.tests.set(option, (client) => {
    const isListed = ids.has(client.id)
    if (isNegative) return !isListed && before?.(client) !== false
    return isListed || before?.(client) === true
  })
  return i
}

function testOf(context: Context, option: string, value: string): Test {
  const { profile } = context
  if (option.startsWith(NEGATION) && isAvailable(VALKEY_9, profile)) {
    const positive = option.slice(NEGATION.length)
    // There is no NOT-IDLE and no NOT-MAXAGE.
    if (positive === 'idle' || positive === 'maxage') throw SYNTAX
    const test = positiveTest(context, positive, value, option)
    return (client) => !test(client)
  }
  return positiveTest(context, option, value, option)
}

function positiveTest(context: Context, name: string, value: string, option: string): Test {
  switch (name) {
    case 'id': {
      const id = parseInt64(value)
      if (id === null || id < 1) throw CLIENT_ID_NOT_POSITIVE
      return (client) => client.id === id
    }
    case 'type':
      return typeTest(context, value)
    case 'user':
      if (context.server.access.users.get(value) === undefined) throw noSuchUser(value)
      return (client) => client.user === value
    case 'addr':
      return (client) => client.address === value
    case 'laddr':
      return (client) => client.localAddress === value
    case 'maxage': {
      if (!isAvailable(MAXAGE, context.profile)) throw SYNTAX
      const age = positiveInteger(name, value)
      return (client) => seconds(context.now - client.createdAt) >= age
    }
    default:
      if (!isAvailable(VALKEY_9, context.profile)) throw SYNTAX
      return laterTest(context, name, value, option)
  }
}

/** The filters of Valkey 9. A name that is not set equals nothing, not even the empty text. */
function laterTest(context: Context, name: string, value: string, option: string): Test {
  switch (name) {
    case 'name':
      return (client) => client.name !== '' && client.name === value
    case 'lib-name':
      return (client) => client.libName !== '' && client.libName === value
    case 'lib-ver':
      return (client) => client.libVersion !== '' && client.libVersion === value
    case 'idle': {
      const idle = positiveInteger(name, value)
      return (client) => seconds(context.now - client.lastCommandAt) >= idle
    }
    case 'flags': {
      checkLetters('flags', option, value, FLAG_LETTERS)
      return (client) => hasLetters(clientFlags(client), value)
    }
    case 'capa': {
      checkLetters('capa', option, value, CAPABILITY_LETTERS)
      return (client) => hasLetters(client.capabilities, value)
    }
    case 'db': {
      const index = databaseIndex(context, option, value)
      return (client) => client.dbIndex === index
    }
    case 'ip':
      return (client) => client.address.slice(0, client.address.lastIndexOf(':')) === value
    default:
      throw SYNTAX
  }
}

/** Type of a client by its name; the double has neither replicas nor a master. */
export function typeTest({ profile }: Context, type: string): Test {
  switch (lowerAscii(type)) {
    case 'normal':
      return (client) => !isPubSub(client)
    case 'pubsub':
      return isPubSub
    case 'slave':
    case 'replica':
    case 'master':
      return () => false
    case 'primary':
      if (isAvailable(VALKEY, profile)) return () => false
  }
  throw unknownClientType(type)
}

function positiveInteger(name: string, text: string): number {
  const value = parseInt64(text)
  if (value === null) throw filterNotAnInteger(name)
  if (value < 1) throw filterNotPositive(name)
  return Number(value)
}

function databaseIndex({ config }: Context, option: string, text: string): number {
  const label = option.toUpperCase()
  const index = parseInt64(text)
  if (index === null) throw filterNotAnInteger(label)
  const last = config.databases - 1
  if (index < 0 || index > last) throw filterBeyondDatabases(label, last)
  return Number(index)
}

function checkLetters(what: string, option: string, letters: string, known: string): void {
  for (const letter of letters) {
    if (known.includes(letter)) continue
    const where = option.startsWith(NEGATION) ? option.toUpperCase() : 'provided'
    throw unknownFilterLetters(what, where, letters)
  }
}

function hasLetters(letters: string, wanted: string): boolean {
  for (const letter of wanted) if (!letters.includes(letter)) return false
  return true
}
