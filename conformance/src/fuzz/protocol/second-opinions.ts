import type { NetConnectOpts } from 'node:net'
import { Redouble } from 'redouble'
import { type FoundServer, startServer } from 'redouble/real'
import { askSocket } from './ask-socket.ts'
import type { Request } from './fuzz-protocol.ts'
import type { Outcome } from './protocol-double.ts'

/** A request that was sampled, and what the double in the process made of it. */
export interface Sampled {
  readonly request: Request
  readonly outcome: Outcome
}

const AT_ONCE = 64
const SHOWN = 300

/** Sends samples to the double by TCP; where it says anything else than in the process. */
export async function compareByTcp(
  samples: readonly Sampled[],
  profile: string,
): Promise<string[]> {
  const doubles = new Map<string, Redouble>()
  const places = new Map<string, NetConnectOpts>()
  for (const password of new Set(samples.map(({ request }) => request.password))) {
    const locked = password === '' ? {} : { password }
    const double = await Redouble.create({ version: profile as '8.0', ...locked })
    const { address } = await double.listen({ port: 0 })
    doubles.set(password, double)
    places.set(password, address as NetConnectOpts)
  }
  const differences = await compare(samples, places, 'by TCP')
  for (const double of doubles.values()) await double.stop()
  return differences
}

/** Sends samples to a real server; where the double says or does anything else. */
export async function compareWithServer(
  samples: readonly Sampled[],
  found: FoundServer,
): Promise<string[]> {
  const servers = await Promise.all(
    [...new Set(samples.map(({ request }) => request.password))].map(async (password) => {
      const args = password === '' ? [] : ['--requirepass', password]
      return { password, server: await startServer(found, { args }) }
    }),
  )
  const places = new Map<string, NetConnectOpts>(
    servers.map(({ password, server }) => [password, { path: server.unixSocketPath }]),
  )
  const differences = await compare(samples, places, 'the server')
  for (const { server } of servers) await server.stop()
  return differences
}

async function compare(
  samples: readonly Sampled[],
  places: ReadonlyMap<string, NetConnectOpts>,
  who: string,
): Promise<string[]> {
  const differences: string[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < samples.length) {
      const { request, outcome } = samples[next++]
      const place = places.get(request.password) as NetConnectOpts
      const other = await askSocket(place, request.bytes, outcome)
      if (isSame(outcome, other)) continue
      differences.push(
        `${JSON.stringify(request.bytes).slice(0, SHOWN)} (${request.bytes.length} bytes` +
          `${request.password === '' ? '' : ', without AUTH'})\n  the double: ${show(outcome)}\n` +
          `  ${who}: ${show(other)}`,
      )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return differences
}

function isSame(a: Outcome, b: Outcome): boolean {
  return a.isClosed === b.isClosed && withoutIds(a.reply) === withoutIds(b.reply)
}

/** HELLO tells the client's id, the version and the modules. */
function withoutIds(reply: string): string {
  return reply.replace(/\$6\r\nserver\r\n.*?\$7\r\nmodules\r\n\*\d+\r\n/gs, '<hello>')
}

function show({ reply, isClosed }: Outcome): string {
  return `${JSON.stringify(reply).slice(0, SHOWN)}${isClosed ? ', closed' : ''}`
}
