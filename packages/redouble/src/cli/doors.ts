import { chmodSync } from 'node:fs'
import type { Engine } from '../engine/engine.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { type Listener, listen, type ListenOptions, type TlsSettings } from '../net/index.ts'
import type { Settings } from './settings.ts'
import { StartRefused } from './settings.ts'

/** An open door, and how redis-server names its kind. */
export interface Door {
  readonly kind: 'tcp' | 'tls' | 'unix'
  readonly listener: Listener
}

/** Opens every socket that the settings ask for: TCP, TLS, unix. */
export async function openDoors(engine: Engine, settings: Settings): Promise<Door[]> {
  const { get } = settings
  const addresses = get('bind').split(/\s+/).filter(Boolean).map(readAddress)
  const common = {
    backlog: Number(get('tcp-backlog')),
    tcpKeepaliveSeconds: Number(get('tcp-keepalive')),
  }
  const doors: Door[] = []
  const open = async (kind: Door['kind'], options: ListenOptions): Promise<void> => {
    doors.push({ kind, listener: await listen(engine, { ...common, ...options }) })
  }
  const openAll = async (kind: Door['kind'], options: ListenOptions): Promise<void> => {
    for (const { host, isOptional } of addresses) {
      try {
        await open(kind, { ...options, host })
      } catch (error) {
        if (!isOptional) throw inWordsOfCommandLine(error, kind)
      }
    }
  }
  const port = Number(get('port'))
  const tlsPort = Number(get('tls-port'))
  if (port > 0) await openAll('tcp', { port })
  if (tlsPort > 0) await openAll('tls', { port: tlsPort, tls: tlsSettings(settings) })
  const path = get('unixsocket')
  if (path !== '') {
    await open('unix', { path })
    const mode = Number.parseInt(get('unixsocketperm'), 8)
    if (mode > 0) chmodSync(path, mode)
  }
  if (doors.length === 0) {
    throw new StartRefused(
      'Configured to not listen anywhere, exiting.\n' +
        'Here --port 0 means no port, as it does for redis-server; give --unixsocket or --tls-port.',
    )
  }
  engine.tcpPort = port > 0 ? port : tlsPort
  return doors
}

interface Address {
  readonly host: string
  /** `-127.0.0.1`: no reason to give up when it cannot be had. */
  readonly isOptional: boolean
}

function readAddress(word: string): Address {
  const isOptional = word.startsWith('-')
  const plain = isOptional ? word.slice(1) : word
  return { host: plain === '*' ? '0.0.0.0' : plain === '::*' ? '::' : plain, isOptional }
}

/** To a program one says "port 0" for any free port; on the command line that means no port. */
function inWordsOfCommandLine(error: unknown, kind: Door['kind']): unknown {
  if (!(error instanceof RedoubleError) || error.code !== 'REDOUBLE_ADDRESS_IN_USE') return error
  const [fact] = error.message.split('. ')
  const option = kind === 'tls' ? '--tls-port' : '--port'
  return new StartRefused(`${fact}. Stop it, or choose another port with ${option}.`)
}

function tlsSettings({ get }: Settings): TlsSettings {
  const cert = get('tls-cert-file')
  const key = get('tls-key-file')
  const authClients = get('tls-auth-clients') as 'yes' | 'no' | 'optional'
  const optional = (name: string): string | undefined => get(name) || undefined
  const ca = optional('tls-ca-cert-file')
  if (cert === '' || key === '') {
    throw new StartRefused('--tls-port needs --tls-cert-file and --tls-key-file.')
  }
  if (ca === undefined && authClients !== 'no') {
    throw new StartRefused(
      'Clients have to show a certificate: give --tls-ca-cert-file to check it with, ' +
        'or --tls-auth-clients no.',
    )
  }
  return {
    cert,
    key,
    keyPassphrase: optional('tls-key-file-pass'),
    ca,
    authClients,
    protocols: optional('tls-protocols'),
    ciphers: optional('tls-ciphers'),
    ciphersuites: optional('tls-ciphersuites'),
    preferServerCiphers: get('tls-prefer-server-ciphers') === 'yes',
  }
}
