import type { ClientState, TrackingState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { clientMemory } from '../../command/client-memory.ts'
import { type Availability, isAvailable, type Profile } from '../../command/profile.ts'
import { cString } from '../../kernel/bytes.ts'

/** Fields that came after 7.0, where they begin. */
const CAPA: Availability = { since: 'never', valkeySince: '8.0.0' }
const WATCH: Availability = { since: '7.4.0', valkeySince: '8.0.0' }
const LIBRARY: Availability = { since: '7.2.0' }
const IO_THREAD: Availability = { since: '8.0.0', valkeySince: 'never' }
const TOTALS: Availability = { since: '8.2.0', valkeySince: '8.1.0' }

/** A client as CLIENT LIST and CLIENT INFO show it. */
export function clientLine(
  client: ClientState,
  { now, profile }: Pick<Context, 'now' | 'profile'>,
): string {
  const has = (field: Availability): boolean => isAvailable(field, profile)
  const memory = clientMemory(client, now, profile)
  return [
    `id=${client.id} addr=${client.address} laddr=${client.localAddress} fd=${client.fd}`,
    ` name=${cString(client.name)} age=${seconds(now - client.createdAt)}`,
    ` idle=${seconds(now - client.lastCommandAt)} flags=${clientFlags(client)}`,
    has(CAPA) ? ` capa=${client.capabilities}` : '',
    ` db=${client.dbIndex} sub=${client.channels.size} psub=${client.patterns.size}`,
    ` ssub=${client.shardChannels.size} multi=${queueLength(client, profile)}`,
    has(WATCH) ? ` watch=${client.watchCount}` : '',
    ` qbuf=${memory.queryBuffer} qbuf-free=${memory.queryBufferFree} argv-mem=${memory.argv}`,
    ` multi-mem=${memory.multi} rbs=${memory.replyBuffer} rbp=${memory.replyPeak}`,
    ` obl=${memory.outputBuffer} oll=${memory.outputBlocks} omem=${memory.outputBytes}`,
    ` tot-mem=${memory.total} events=r`,
    ` cmd=${client.lastCommandName} user=${client.user} redir=${client.tracking?.redirect ?? -1} resp=${client.resp}`,
    has(LIBRARY)
      ? ` lib-name=${cString(client.libName)} lib-ver=${cString(client.libVersion)}`
      : '',
    has(IO_THREAD) ? ' io-thread=0' : '',
    has(TOTALS)
      ? ` tot-net-in=${client.totalBytesIn} tot-net-out=${client.totalBytesOut} tot-cmds=${client.totalCommands}`
      : '',
  ].join('')
}

/** Commands of MULTI; -1 outside of it. Valkey shows 0 to whoever has ever begun one. */
function queueLength({ transaction, hasBegunTransaction }: ClientState, profile: Profile): number {
  if (transaction !== null) return transaction.queued.length
  return hasBegunTransaction && profile.quirks.remembersTransactions ? 0 : -1
}

/** The letters of `flags=`; `N` stands for none of the others. */
export function clientFlags(client: ClientState): string {
  let flags = ''
  if (client.isMonitor) flags += 'O'
  if (isPubSub(client)) flags += 'P'
  if (client.transaction !== null) flags += 'x'
  if (client.isBlocked) flags += 'b'
  if (client.tracking !== null) flags += trackingFlags(client.tracking)
  if (client.isWatchBroken) flags += 'd'
  if (client.closeAfterReply) flags += 'c'
  if (client.isUnixSocket) flags += 'U'
  if (client.noEvict) flags += 'e'
  if (client.noTouch) flags += 'T'
  return flags === '' ? 'N' : flags
}

function trackingFlags({ isBroken, isBroadcast }: TrackingState): string {
  return `t${isBroken ? 'R' : ''}${isBroadcast ? 'B' : ''}`
}

/** Of type `pubsub`, as CLIENT KILL and the output buffer limits see it. */
export function isPubSub(client: ClientState): boolean {
  return client.subscriptionCount > 0
}

/** Whole seconds as CLIENT LIST counts them. */
export function seconds(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / 1000))
}
