import type { ClientState } from './client-state.ts'
import type { Profile } from './profile.ts'

/** What a client would take of a server's memory, as CLIENT LIST itemises it. */
export interface ClientMemory {
  readonly queryBuffer: number
  readonly queryBufferFree: number
  readonly argv: number
  readonly multi: number
  readonly replyBuffer: number
  readonly replyPeak: number
  readonly outputBuffer: number
  readonly outputBlocks: number
  readonly outputBytes: number
  readonly total: number
}

/** What the servers read requests into, and what of it they can use. */
const QUERY_BUFFER_BYTES = 20_480
const QUERY_BUFFER_USABLE = 20_474
/** A client's reply buffer in its first second, and what a quiet client's shrinks to. */
const FIRST_REPLY_BUFFER = 16_384
const LEAST_REPLY_BUFFER = 1024
const REPLY_BLOCK = 16_384
const REPLY_BLOCK_HEADER = 24
const REPLY_BUFFER_SETTLES_MS = 1000
/** After so long the servers forget how large a client's replies were, and free its query buffer. */
const PEAK_FORGOTTEN_MS = 5000
const QUERY_BUFFER_FREED_MS = 2000
const POINTER = 8
const QUEUED_COMMAND = 24
const SUBSCRIPTION = 24
const PREFIX = 64

export function clientMemory(client: ClientState, now: number, profile: Profile): ClientMemory {
  const { quirks } = profile
  const query = queryBuffer(client, now, profile)
  const words = client.running ?? []
  const argv = lengthOf(words)
  const multi = queuedBytes(client)
  const reply = replyBuffer(client, now)
  const pending = client.pendingOutputBytes
  const outputBuffer = Math.min(pending, reply.size)
  const outputBlocks = Math.ceil((pending - outputBuffer) / REPLY_BLOCK)
  const outputBytes = outputBlocks * (REPLY_BLOCK + REPLY_BLOCK_HEADER)
  const total =
    quirks.clientBytes +
    reply.size +
    outputBytes +
    query.allocated +
    (words.length === 0 ? 0 : argv + POINTER * Math.max(2, words.length)) +
    multi +
    queueBytes(client) +
    client.watchCount * quirks.watchedKeyBytes +
    (client.tracking?.prefixes.size ?? 0) * PREFIX +
    subscriptionBytes(client)
  return {
    queryBuffer: query.used,
    queryBufferFree: query.free,
    argv,
    multi,
    replyBuffer: reply.size,
    replyPeak: reply.peak,
    outputBuffer,
    outputBlocks,
    outputBytes,
    total,
  }
}

/** Up to 7.0 a client has a buffer of its own; later ones share it unless something waits in it. */
function queryBuffer(
  client: ClientState,
  now: number,
  { quirks }: Profile,
): { used: number; free: number; allocated: number } {
  const isRunning = client.running !== null && !client.isBlocked
  const used = client.queryBufferBytes + (isRunning ? requestBytes(client.running) : 0)
  if (isRunning && quirks.requestsAreParsedAhead) {
    return { used: 0, free: 0, allocated: 0 }
  }
  const isIdle = now - client.lastCommandAt > QUERY_BUFFER_FREED_MS
  if (used === 0 && (isIdle || !quirks.ownQueryBuffers)) return { used, free: 0, allocated: 0 }
  const free = Math.max(0, QUERY_BUFFER_USABLE - used)
  return { used, free, allocated: Math.max(QUERY_BUFFER_BYTES, used) }
}

/** Bytes of a request on the wire. */
function requestBytes(argv: readonly string[] | null): number {
  if (argv === null) return 0
  let bytes = headerBytes(argv.length)
  for (const word of argv) bytes += headerBytes(word.length) + word.length + 2
  return bytes
}

function headerBytes(count: number): number {
  return 3 + String(count).length
}

function replyBuffer(client: ClientState, now: number): { size: number; peak: number } {
  if (now - client.createdAt < REPLY_BUFFER_SETTLES_MS) {
    return { size: FIRST_REPLY_BUFFER, peak: FIRST_REPLY_BUFFER }
  }
  const isQuiet = now - client.lastCommandAt > PEAK_FORGOTTEN_MS
  const peak = isQuiet ? 0 : client.largestReplyBytes
  const size = Math.min(FIRST_REPLY_BUFFER, Math.max(LEAST_REPLY_BUFFER, peak + 1))
  return { size, peak: Math.min(size, peak) }
}

/** What the words of MULTI's queue take, with a pointer for each. */
function queuedBytes({ transaction }: ClientState): number {
  let bytes = 0
  for (const { argv } of transaction?.queued ?? []) bytes += lengthOf(argv) + POINTER * argv.length
  return bytes
}

/** The queue itself, which doubles when it is full. */
function queueBytes({ transaction }: ClientState): number {
  const count = transaction?.queued.length ?? 0
  return count === 0 ? 0 : QUEUED_COMMAND * Math.max(2, 2 ** Math.ceil(Math.log2(count)))
}

function subscriptionBytes({ channels, patterns, shardChannels }: ClientState): number {
  return tableBytes(channels.size) + tableBytes(patterns.size) + tableBytes(shardChannels.size)
}

function tableBytes(size: number): number {
  if (size === 0) return 0
  return POINTER * Math.max(4, 2 ** Math.ceil(Math.log2(size))) + SUBSCRIPTION * size
}

function lengthOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0)
}
