import type { Engine } from '../engine/engine.ts'
import { type Listener, listen, type TlsSettings } from '../net/index.ts'
import type { Settings } from './settings.ts'
import { StartRefused } from './settings.ts'

/** Redis binds to every address by default; a test server stays on the machine. */
const DEFAULT_ADDRESSES: readonly string[] = ['127.0.0.1']

/** Opens every socket that the settings ask for: TCP, TLS, unix. */
export async function openDoors(engine: Engine, settings: Settings): Promise<Listener[]> {
  const { get, has } = settings
  const addresses = has('bind') ? addressesOf(get('bind')) : DEFAULT_ADDRESSES
  const common = {
    backlog: Number(get('tcp-backlog')),
    tcpKeepaliveSeconds: Number(get('tcp-keepalive')),
  }
  const doors: Listener[] = []
  const port = Number(get('port'))
  const tlsPort = Number(get('tls-port'))
  if (port > 0) doors.push(...(await openAll(engine, addresses, { ...common, port })))
  if (tlsPort > 0) {
    const tls = tlsSettings(settings)
    doors.push(...(await openAll(engine, addresses, { ...common, port: tlsPort, tls })))
  }
  const path = get('unixsocket')
  if (path !== '') doors.push(await listen(engine, { ...common, path }))
  if (doors.length === 0) {
    throw new StartRefused('Configured to not listen anywhere, exiting.')
  }
  engine.tcpPort = port
  return doors
}

interface Address {
  readonly host: string
  /** `-127.0.0.1`: no reason to give up when it cannot be had. */
  readonly isOptional: boolean
}

function addressesOf(bind: string): string[] {
  return bind.split(/\s+/).filter((word) => word !== '')
}

function readAddress(word: string): Address {
  const isOptional = word.startsWith('-')
  const plain = isOptional ? word.slice(1) : word
  return { host: plain === '*' ? '0.0.0.0' : plain === '::*' ? '::' : plain, isOptional }
}

async function openAll(
  engine: Engine,
  addresses: readonly string[],
  options: { port: number; tls?: TlsSettings; backlog: number; tcpKeepaliveSeconds: number },
): Promise<Listener[]> {
  const doors: Listener[] = []
  for (const { host, isOptional } of addresses.map(readAddress)) {
    try {
      doors.push(await listen(engine, { ...options, host }))
    } catch (error) {
      if (!isOptional) throw error
    }
  }
  return doors
}

function tlsSettings({ get }: Settings): TlsSettings {
  const cert = get('tls-cert-file')
  const key = get('tls-key-file')
  if (cert === '' || key === '') {
    throw new StartRefused('--tls-port needs --tls-cert-file and --tls-key-file.')
  }
  const optional = (name: string): string | undefined => get(name) || undefined
  return {
    cert,
    key,
    keyPassphrase: optional('tls-key-file-pass'),
    ca: optional('tls-ca-cert-file'),
    authClients: get('tls-auth-clients') as 'yes' | 'no' | 'optional',
    protocols: optional('tls-protocols'),
    ciphers: optional('tls-ciphers'),
    ciphersuites: optional('tls-ciphersuites'),
    preferServerCiphers: get('tls-prefer-server-ciphers') === 'yes',
  }
}
