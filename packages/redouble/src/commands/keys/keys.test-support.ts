import type { EngineOptions } from '../../engine/engine.ts'
import {
  openTestEngine,
  type TestClient,
  type TestEngine,
} from '../../engine/engine.test-support.ts'
import { type Profile, profileNamed } from '../../command/profile.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

export const START = 1_700_000_000_000

/** An engine whose time stands still, one client, and what is announced meanwhile. */
export interface KeysWorld extends TestEngine {
  readonly clock: VirtualClock
  readonly me: TestClient
  /** Sends the words of a line. Returns the reply without its last line break. */
  send(line: string): string
  /** What was announced since the last look, as `db:event key`. */
  events(): string[]
}

export function openKeysWorld(profile = '8.0', options: EngineOptions = {}): KeysWorld {
  const clock = new VirtualClock(START)
  const world = openTestEngine({ clock, profile: profileNamed(profile) as Profile, ...options })
  const announced: string[] = []
  world.engine.notify = (db, _, name, key) => {
    announced.push(`${db.index}:${name} ${key}`)
  }
  const me = world.client()
  return {
    ...world,
    clock,
    me,
    send: (line) => me.send(...line.split(' ')).trimEnd(),
    events: () => announced.splice(0),
  }
}

/** The bulk strings of an array reply. */
export function strings(reply: string): string[] {
  return [...reply.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map((match) => match[1])
}

/** What a woken client is answered is sent once the current turn is over. */
export async function turnEnd(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
