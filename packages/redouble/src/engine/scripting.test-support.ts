import { Config } from '../command/config.ts'
import { profileNamed } from '../command/profile.ts'
import { nextLoop } from '../kernel/event-loop.ts'
import { loadScriptHost } from '../lua/index.ts'
import type { EngineOptions } from './engine.ts'
import { openTestEngine, type TestClient, type TestEngine } from './engine.test-support.ts'

/** An engine whose interpreter is there already, and whose scripts are soon called busy. */
export async function openScripting(
  profile = '8.0',
  options: EngineOptions = {},
): Promise<TestEngine> {
  const config = options.config ?? new Config()
  config.busyReplyThresholdMs = 10
  const world = openTestEngine({
    profile: profileNamed(profile),
    loadScriptHost,
    ...options,
    config,
  })
  const client = world.client()
  client.send('EVAL', 'return 1', '0')
  await replyOf(client)
  client.close()
  return world
}

/** What a client is sent within two seconds. */
export async function replyOf(client: TestClient): Promise<string> {
  const until = performance.now() + 2000
  for (;;) {
    const received = client.received()
    if (received !== '' || performance.now() > until) return received
    await nextLoop()
  }
}
