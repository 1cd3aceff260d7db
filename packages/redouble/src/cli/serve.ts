import { appendFileSync } from 'node:fs'
import { Engine } from '../engine/engine.ts'
import { addressText } from '../net/index.ts'
import { type Door, openDoors } from './doors.ts'
import { Log } from './log.ts'
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
  const engine = new Engine({
    config,
    profile,
    loadScriptHost: async () => (await import('../lua/index.ts')).loadScriptHost(),
    onShutdown: () => end('User requested shutdown...'),
  })
  process.on('SIGTERM', () => end('Received SIGTERM scheduling shutdown...'))
  process.on('SIGINT', () => end('Received SIGINT scheduling shutdown...'))
  log.line('notice', `Redouble ${version} is starting, pid=${process.pid}, node=${process.version}`)
  log.line(
    'notice',
    `Answering as ${nameOf(settings)} ${profile.valkeyVersion ?? profile.redisVersion}`,
  )
  for (const warning of warningsOf(settings)) log.line('warning', warning)
  doors = await openDoors(engine, settings)
  log.line('notice', `Running mode=standalone, port=${get('port')}.`)
  for (const { kind, listener } of doors) {
    const where = addressText(listener.address)
    log.line('notice', `Ready to accept connections ${kind} (${where})`)
  }
}

/** What the configuration asks for and will not get. */
function warningsOf({ get }: Settings): string[] {
  const warnings: string[] = []
  if (get('save') !== '' || get('appendonly') === 'yes') {
    warnings.push('WARNING Redouble keeps nothing on disk: save and appendonly have no effect.')
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
