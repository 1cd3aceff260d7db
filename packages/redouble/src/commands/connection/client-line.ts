import type { ClientState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { type Availability, isAvailable } from '../../command/profile.ts'

/** Fields that came after 7.0, where they begin. */
const CAPA: Availability = { since: 'never', valkeySince: '8.0.0' }
const WATCH: Availability = { since: '7.4.0', valkeySince: '8.0.0' }
const LIBRARY: Availability = { since: '7.2.0' }
const IO_THREAD: Availability = { since: '8.0.0', valkeySince: 'never' }
const TOTALS: Availability = { since: '8.2.0', valkeySince: '8.1.0' }
/** What Redis keeps ready for a client's replies. */
const REPLY_BUFFER_BYTES = 1024

/** A client as CLIENT LIST and CLIENT INFO show it. */
export function clientLine(client: ClientState, { now, profile }: Context): string {
  const has = (field: Availability): boolean => isAvailable(field, profile)
  const queued = client.transaction?.queued
  const pending = client.pendingOutputBytes
  return [
    `id=${client.id} addr=${client.address} laddr=${client.localAddress} fd=${client.fd}`,
    ` name=${client.name} age=${seconds(now - client.createdAt)}`,
    ` idle=${seconds(now - client.lastCommandAt)} flags=${clientFlags(client)}`,
    has(CAPA) ? ` capa=${client.capabilities}` : '',
    ` db=${client.dbIndex} sub=${client.channels.size} psub=${client.patterns.size}`,
    ` ssub=${client.shardChannels.size} multi=${queued === undefined ? -1 : queued.length}`,
    has(WATCH) ? ` watch=${client.watchCount}` : '',
    ` qbuf=${client.queryBufferBytes} qbuf-free=0 argv-mem=0`,
    ` multi-mem=${queued?.reduce((sum, one) => sum + bytesOf(one.argv), 0) ?? 0}`,
    ` rbs=${REPLY_BUFFER_BYTES} rbp=0 obl=${pending} oll=0 omem=0`,
    ` tot-mem=${REPLY_BUFFER_BYTES + client.queryBufferBytes + pending} events=r`,
    ` cmd=${client.lastCommandName} user=${client.user} redir=-1 resp=${client.resp}`,
    has(LIBRARY) ? ` lib-name=${client.libName} lib-ver=${client.libVersion}` : '',
    has(IO_THREAD) ? ' io-thread=0' : '',
    has(TOTALS)
      ? ` tot-net-in=${client.totalBytesIn} tot-net-out=${client.totalBytesOut} tot-cmds=${client.totalCommands}`
      : '',
  ].join('')
}

/** The letters of `flags=`; `N` stands for none of the others. */
export function clientFlags(client: ClientState): string {
  let flags = ''
  if (client.isMonitor) flags += 'O'
  if (isPubSub(client)) flags += 'P'
  if (client.transaction !== null) flags += 'x'
  if (client.isBlocked) flags += 'b'
  if (client.isWatchBroken) flags += 'd'
  if (client.closeAfterReply) flags += 'c'
  if (client.isUnixSocket) flags += 'U'
  if (client.noEvict) flags += 'e'
  if (client.noTouch) flags += 'T'
  return flags === '' ? 'N' : flags
}

/** Of type `pubsub`, as CLIENT KILL and the output buffer limits see it. */
export function isPubSub(client: ClientState): boolean {
  return client.subscriptionCount > 0
}

/** Whole seconds as CLIENT LIST counts them. */
export function seconds(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / 1000))
}

function bytesOf(argv: readonly string[]): number {
  return argv.reduce((sum, word) => sum + word.length, 0)
}
