import { appendFileSync } from 'node:fs'
import { AclStartRefused } from '../engine/acl-store.ts'
import { Engine, type EngineOptions } from '../engine/engine.ts'
import { addressText } from '../net/index.ts'
import { diskDumps } from '../persistence/index.ts'
import { type Door, openDoors } from './doors.ts'
import { Log } from './log.ts'
import { loadSaved, saveAtEnd } from './persistence.ts'
import { type Settings, StartRefused } from './settings.ts'

/** Starts the server and resolves once it accepts connections. It ends by SIGTERM or SHUTDOWN. */
export async function serve(settings: Settings, version: string): Promise<void> {
  const { config, profile, get } = settings
  if (get('daemonize') === 'yes') {
    throw new StartRefused('redouble does not daemonize; run it in the background instead.')
  }
  const log = new Log(writerTo(get('logfile')), get('loglevel'))
  let doors: Door[] = []
  let isEnding = false
  const end = (why: string): void => {
    // Whoever asks twice does not want to wait.
    if (isEnding) process.exit(1)
    isEnding = true
    log.line('notice', why)
    engine.stop()
    void Promise.all(doors.map(({ listener }) => listener.close())).then(() => {
      log.line('warning', `${nameOf(settings)} is now ready to exit, bye bye...`)
      process.exit(0)
    })
  }
  const engine = engineWith({
    config,
    profile,
    dumpFiles: diskDumps,
    loadScriptHost: async () => (await import('../lua/index.ts')).loadScriptHost(),
    onShutdown: () => end('User requested shutdown...'),
  })
  const endBySignal = (name: string): void => {
    if (!isEnding) saveAtEnd(engine, log)
    end(`Received ${name} scheduling shutdown...`)
  }
  process.on('SIGTERM', () => endBySignal('SIGTERM'))
  process.on('SIGINT', () => endBySignal('SIGINT'))
  log.line('notice', `Redouble ${version} is starting, pid=${process.pid}, node=${process.version}`)
  log.line(
    'notice',
    `Answering as ${nameOf(settings)} ${profile.valkeyVersion ?? profile.redisVersion}`,
  )
  for (const warning of warningsOf(settings)) log.line('warning', warning)
  loadSaved(engine, settings, log)
  doors = await openDoors(engine, settings)
  log.line('notice', `Running mode=standalone, port=${get('port')}.`)
  for (const { kind, listener } of doors) {
    const where = addressText(listener.address)
    log.line('notice', `Ready to accept connections ${kind} (${where})`)
  }
}

/** The engine; the configuration may declare users that cannot be. */
function engineWith(options: EngineOptions): Engine {
  try {
    return new Engine(options)
  } catch (error) {
    throw error instanceof AclStartRefused ? new StartRefused(error.message) : error
  }
}

/** What the configuration asks for and will not get. */
function warningsOf({ get }: Settings): string[] {
  const warnings: string[] = []
  if (get('appendonly') === 'yes') {
    warnings.push('WARNING Redouble has no append-only file: appendonly has no effect.')
  }
  if (get('replicaof') !== '') {
    warnings.push('WARNING Redouble does not replicate: replicaof has no effect.')
  }
  if (get('cluster-enabled') === 'yes') {
    warnings.push('WARNING Redouble is a single server: cluster-enabled has no effect.')
  }
  return warnings
}

function nameOf({ profile }: Settings): string {
  return profile.flavour === 'valkey' ? 'Valkey' : 'Redis'
}

function writerTo(logfile: string): (line: string) => void {
  if (logfile === '') return (line) => void process.stdout.write(line)
  return (line) => appendFileSync(logfile, line)
}
