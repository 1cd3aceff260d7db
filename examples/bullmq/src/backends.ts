import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { RedisOptions } from 'bullmq'
import { findServers, type FoundServer, profileOf, startServer } from 'redouble/real'

export const BACKENDS = ['in-process', 'tcp', 'real'] as const

export type BackendName = (typeof BACKENDS)[number]

export interface Backend {
  name: BackendName
  title: string
  /** What a team would put into its BullMQ configuration. */
  connection: RedisOptions
  stop(): Promise<void>
}

/** Undefined when there is no such backend on this machine. */
export function openBackend(name: BackendName, server?: string): Promise<Backend | undefined> {
  if (name === 'real') return openReal(server)
  return name === 'tcp' ? openTcp() : openInProcess()
}

async function openInProcess(): Promise<Backend> {
  const { Redouble } = await import('redouble')
  const redis = await Redouble.create()
  return {
    name: 'in-process',
    title: 'Redouble in the process',
    connection: redis.connectionOptions('ioredis'),
    stop: () => redis.stop(),
  }
}

async function openTcp(): Promise<Backend> {
  const { Redouble } = await import('redouble')
  const redis = await Redouble.create()
  await redis.listen({ port: 0 })
  const { hostname, port } = new URL(redis.url)
  return {
    name: 'tcp',
    title: 'Redouble over TCP',
    connection: { host: hostname, port: Number(port) },
    stop: () => redis.stop(),
  }
}

async function openReal(path?: string): Promise<Backend | undefined> {
  const found = path === undefined ? await preferredServer() : await serverAt(path)
  if (found === undefined) return undefined
  const server = await startServer(found)
  const flavour = found.flavour === 'redis' ? 'Redis' : 'Valkey'
  return {
    name: 'real',
    title: `${flavour} ${found.version} over TCP`,
    connection: { host: server.host, port: server.port },
    stop: () => server.stop(),
  }
}

/** The version that the double answers as by default, or else whatever is there. */
async function preferredServer(): Promise<FoundServer | undefined> {
  const servers = await findServers()
  return servers.find((server) => server.profile === '8.0') ?? servers[0]
}

async function serverAt(path: string): Promise<FoundServer> {
  const { stdout } = await promisify(execFile)(path, ['--version'])
  const [, name, version] = /^(Redis|Valkey) server v=(\d+\.\d+\.\d+)/.exec(stdout) ?? []
  if (version === undefined) throw new Error(`${path} is no Redis server: it says ${stdout}`)
  const flavour = name === 'Redis' ? 'redis' : 'valkey'
  return { path, flavour, version, profile: profileOf(flavour, version) ?? '8.0' }
}
