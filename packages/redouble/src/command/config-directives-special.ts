/** Directives whose values have a grammar of their own. */
import { isIPv4, isIPv6 } from 'node:net'
import { cString, lowerAscii } from '../kernel/bytes.ts'
import { parseDouble, parseInt64 } from '../kernel/numbers.ts'
import type { Config, OutputBufferLimit } from './config.ts'
import {
  type Directive,
  directive,
  INT_MAX,
  LONG_MAX,
  parseMemory,
  readChoice,
  readInt,
  readYesNo,
} from './config-directive.ts'
import {
  ANNOUNCED_IP_TOO_LONG,
  BAD_ANNOUNCED_IP,
  BAD_BUFFER_CLASS,
  BAD_BUFFER_LIMIT,
  BAD_BUFFER_LIMIT_COUNT,
  BAD_EVENT_CLASS,
  BAD_HOSTNAME,
  BAD_IPV4,
  BAD_IPV6,
  BAD_LOCALE,
  BAD_NODE_NAME,
  BAD_MASTER_PORT,
  BAD_OOM_SCORE,
  BAD_PERCENTILES,
  BAD_SAVE,
  BAD_TITLE,
  NO_DEFRAGMENTATION,
  NO_DEFRAGMENTATION_VALKEY,
  NO_RDMA,
  NOT_MEMORY,
  NOT_MEMORY_OR_PERCENT,
  NOT_OCTAL,
  notOneOf,
  outsideBounds,
  PERCENT_TOO_LARGE,
  PERCENTILE_OUT_OF_RANGE,
  WRONG_WORD_COUNT,
} from './errors/config.ts'
import { splitInlineArguments } from '../resp/inline-arguments.ts'
import { normaliseNotifyFlags, shownNotifyFlags } from './notify-flags.ts'

type Read = Directive['read']

/** Of an address as text, with C's end of it. */
const LONGEST_IP = 46

/** Pairs of seconds and changes. Off by default: a double for tests saves when it is told to. */
export const SAVE_POINTS: Directive = directive(
  'save',
  '',
  (given) => {
    if (given.length === 1 && given[0] === '') return ''
    // One word in quotes, as in `--save "900 1"`, may hold all of them.
    const words = given.length === 1 ? (splitInlineArguments(given[0]) ?? given) : given
    if (words.length % 2 === 1) throw BAD_SAVE
    return words
      .map((word, i) => {
        const value = parseInt64(word)
        if (value === null || value < (i % 2 === 0 ? 1 : 0)) throw BAD_SAVE
        return String(value)
      })
      .join(' ')
  },
  { isList: true },
)

export const readHz: Read = ([word]) => {
  const value = Number(readInt(word, 0n, INT_MAX))
  return String(Math.min(Math.max(value, 1), 500))
}

export const readBacklogSize: Read = ([word], { profile }) => {
  const bytes = parseMemory(word, profile.quirks.refusesMemoryOverflow)
  if (bytes === null) throw NOT_MEMORY
  if (bytes < 1n || bytes > LONG_MAX) throw outsideBounds(1n, LONG_MAX)
  return String(bytes < 16384n ? 16384n : bytes)
}

export const readMemoryOrMinusOne: Read = ([word]) => {
  const given = parseInt64(word)
  const bytes = given !== null && given < 0 ? BigInt(given) : parseMemory(word, true)
  if (bytes === null) throw NOT_MEMORY
  const signed = BigInt.asIntN(64, bytes)
  if (signed < -1n) throw outsideBounds(-1n, LONG_MAX)
  return String(signed)
}

export const readMemoryOrPercent: Read = ([word], { profile }) => {
  if (/^\d+%$/.test(word)) {
    const percent = Number(word.slice(0, -1))
    if (percent > 100) throw PERCENT_TOO_LARGE
    return percent === 0 ? '0' : `${percent}%`
  }
  const bytes = parseMemory(word, profile.quirks.refusesMemoryOverflow)
  if (bytes === null) throw NOT_MEMORY_OR_PERCENT
  // What is negative as a signed number is how the servers note a percentage.
  const signed = BigInt.asIntN(64, bytes)
  if (signed >= 0n) return String(bytes)
  if (signed < -100n) throw PERCENT_TOO_LARGE
  return `${-signed}%`
}

export const readOctal: Read = ([word]) => {
  if (!/^[0-7]+$/.test(word)) throw NOT_OCTAL
  const value = Number.parseInt(word, 8)
  if (value > 0o777) throw outsideBounds(0n, 0o777n)
  return value.toString(8)
}

export const readActiveDefrag: Read = (words, { profile }) => {
  if (readYesNo(words) === 'no') return 'no'
  if (profile.quirks.canDefragment) return 'yes'
  throw profile.flavour === 'valkey' ? NO_DEFRAGMENTATION_VALKEY : NO_DEFRAGMENTATION
}

export const readLocale: Read = ([word]) => {
  if (!['', 'C', 'POSIX', 'C.UTF-8', 'C.utf8'].includes(word)) throw BAD_LOCALE
  return word
}

export const readHostname: Read = ([word]) => {
  const name = cString(word)
  if (!/^[a-z0-9.-]*$/i.test(name)) throw BAD_HOSTNAME
  return name
}

export const readAnnouncedIp: Read = ([word], { profile }) => {
  const { nodeNameBans, checksAnnouncedIp } = profile.quirks
  if (!checksAnnouncedIp) return cString(word)
  if (word.length >= LONGEST_IP) throw ANNOUNCED_IP_TOO_LONG
  if (nodeNameBans.test(word)) throw BAD_ANNOUNCED_IP
  return word
}

export const readNodeName: Read = ([word], { profile }) => {
  if (profile.quirks.nodeNameBans.test(word)) throw BAD_NODE_NAME
  return word
}

export const readIpv4: Read = ([word]) => {
  if (word !== '' && !isIPv4(word)) throw BAD_IPV4
  return word
}

export const readIpv6: Read = ([word]) => {
  if (word !== '' && !isIPv6(word)) throw BAD_IPV6
  return word
}

export const readRdmaBind: Read = () => {
  throw NO_RDMA
}

const TITLE_VARIABLES = [
  'title',
  'listen-addr',
  'server-mode',
  'port',
  'tls-port',
  'unixsocket',
  'config-file',
]

/** A template that would be empty without its variables is refused too. */
export const readTitle: Read = ([word]) => {
  const title = cString(word)
  for (const [, name] of title.matchAll(/\{([^}]*)\}/g)) {
    if (!TITLE_VARIABLES.includes(name)) throw BAD_TITLE
  }
  if (title === '' || title === '{title}') throw BAD_TITLE
  return title
}

export const readOomScores: Read = (words) => {
  if (words.length !== 3) throw WRONG_WORD_COUNT
  const scores = words.map((word) => Number(parseInt64(word) ?? Number.NaN))
  if (!scores.every((score) => score >= -2000 && score <= 2000)) throw BAD_OOM_SCORE
  return scores.join(' ')
}

const SHUTDOWN_FLAGS = ['default', 'save', 'nosave', 'now', 'force']

/** Several flags at once; shown in the servers' order, `default` only alone. */
export const readShutdown: Read = (words, { profile }) => {
  const { shutsDownSafely } = profile.quirks
  const flags = shutsDownSafely ? [...SHUTDOWN_FLAGS, 'safe', 'failover'] : SHUTDOWN_FLAGS
  if (words.length === 0) throw notOneOf(flags)
  const chosen = new Set(words.map((word) => readChoice(word, flags)))
  if (chosen.size > 1) chosen.delete('default')
  return flags.filter((flag) => chosen.has(flag)).join(' ')
}

export const readReplicaOf: Read = (words) => {
  if (words.length !== 2) throw WRONG_WORD_COUNT
  if (lowerAscii(words[0]) === 'no' && lowerAscii(words[1]) === 'one') return ''
  const port = Number(parseInt64(words[1]) ?? 0)
  if (port < 1 || port > 65535) throw BAD_MASTER_PORT
  return words.join(' ')
}

export const PERCENTILES: Directive = directive(
  'latency-tracking-info-percentiles',
  '50 99 99.9',
  (words) => {
    if (words.length === 1 && words[0] === '') return ''
    const percentiles = words.map((word) => {
      const value = parseDouble(word)
      if (value === null) throw BAD_PERCENTILES
      if (value < 0 || value > 100) throw PERCENTILE_OUT_OF_RANGE
      return shownPercentile(value)
    })
    return percentiles.join(' ')
  },
  {
    isList: true,
    show: (config) => config.latencyTrackingPercentiles.map(shownPercentile).join(' '),
    apply: (config, value) => {
      config.latencyTrackingPercentiles = value === '' ? [] : value.split(' ').map(Number)
    },
  },
)

/** Six digits after the point, without zeros at the end. */
function shownPercentile(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '')
}

const readNotifyEvents: Read = ([word], { profile }) => {
  const flags = normaliseNotifyFlags(word, profile.quirks.announcesOverwrites)
  if (flags === null) throw BAD_EVENT_CLASS
  return flags
}

export const NOTIFY_EVENTS: Directive = directive('notify-keyspace-events', '', readNotifyEvents, {
  field: 'notifyKeyspaceEvents',
  show: (config) => shownNotifyFlags(config.notifyKeyspaceEvents),
})

type BufferClass = 'normal' | 'slave' | 'pubsub'
/** Where the limit of replicas is stored, which the double has none of. */
const REPLICA_LIMIT_NAME = 'client-output-buffer-limit slave'
const REPLICA_LIMIT = '268435456 67108864 60'

/** Classes that are not named keep their limits. */
export const BUFFER_LIMITS: Directive = directive(
  'client-output-buffer-limit',
  `normal 0 0 0 slave ${REPLICA_LIMIT} pubsub 33554432 8388608 60`,
  (words, { config }) => {
    if (words.length % 4 !== 0) throw BAD_BUFFER_LIMIT_COUNT
    const limits = new Map<string, string>()
    const now = showBufferLimits(config).split(' ')
    for (let i = 0; i < now.length; i += 4) limits.set(now[i], now.slice(i + 1, i + 4).join(' '))
    for (let i = 0; i < words.length; i += 4) {
      limits.set(bufferClass(words[i]), readBufferLimit(words.slice(i + 1, i + 4)))
    }
    return [...limits].map((limit) => limit.join(' ')).join(' ')
  },
  { isList: true, show: showBufferLimits, apply: applyBufferLimits },
)

function bufferClass(word: string): BufferClass {
  const name = lowerAscii(word)
  if (name === 'replica') return 'slave'
  if (name !== 'normal' && name !== 'slave' && name !== 'pubsub') throw BAD_BUFFER_CLASS
  return name
}

function readBufferLimit([hard, soft, seconds]: readonly string[]): string {
  const bytes = [parseMemory(hard), parseMemory(soft)]
  const time = parseInt64(seconds)
  if (bytes.includes(null) || time === null || time < 0) throw BAD_BUFFER_LIMIT
  return [...bytes, time].join(' ')
}

function showBufferLimits(config: Config): string {
  const { outputBufferLimitNormal: normal, outputBufferLimitPubSub: pubsub } = config
  const replica = config.stored.get(REPLICA_LIMIT_NAME) ?? REPLICA_LIMIT
  return `normal ${shownLimit(normal)} slave ${replica} pubsub ${shownLimit(pubsub)}`
}

function shownLimit({ hardBytes, softBytes, softSeconds }: OutputBufferLimit): string {
  return `${hardBytes} ${softBytes} ${softSeconds}`
}

function applyBufferLimits(config: Config, value: string): void {
  const words = value.split(' ')
  const limitAt = (at: number): OutputBufferLimit => ({
    hardBytes: Number(words[at + 1]),
    softBytes: Number(words[at + 2]),
    softSeconds: Number(words[at + 3]),
  })
  config.outputBufferLimitNormal = limitAt(0)
  config.stored.set(REPLICA_LIMIT_NAME, words.slice(5, 8).join(' '))
  config.outputBufferLimitPubSub = limitAt(8)
}
