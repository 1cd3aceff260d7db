import { fileURLToPath } from 'node:url'
import { loadScriptHost } from 'redouble/embed'
import { requireServers } from 'redouble/real'
import { expect, test } from 'vitest'
import { Campaign } from './campaign.ts'
import { readScripts } from './scripts.ts'
import { Double } from './subjects/double.ts'
import { Real } from './subjects/real.ts'
const scripts = readScripts(fileURLToPath(new URL('../scripts', import.meta.url))).filter((s) => /^(connection|transactions|pubsub|scripting)/.test(s.name))
const found = (await requireServers()).filter((server) => (process.env.PROF ?? '7.0,8.0,8.2,valkey-8.1,valkey-9').split(',').includes(server.profile))
test.each(found)('$flavour $version', { timeout: 120_000 }, async (server) => {
  for (const script of scripts) {
    const real = await Real.start(server); const double = new Double(server.profile, loadScriptHost)
    try { await double.warmUp(); const c = new Campaign({ profile: server.profile, double, real }); 
      const t = setTimeout(() => console.log('SLOW', server.profile, script.name), 8000)
      await c.replay([script]); clearTimeout(t)
      for (const d of c.figures.differences) console.log(server.profile + ' ' + d) } finally { await double.stop(); await real.stop() }
  }
  expect(1).toBe(1)
})
