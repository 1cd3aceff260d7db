import { type Difference, describeShortly, findDifferences } from './compare/difference.ts'
import { type Pair, share } from './pair.ts'
import type { Script } from './scripts.ts'
import { playTogether } from './subjects/play.ts'
import { readTree, type Tree } from './subjects/reply-reader.ts'

/** Of one script: the first one explains the rest. */
const MAX_OF_SCRIPT = 3
const PATIENCE_MS = 3000
/** Scripts with short waits need a machine that is not too busy. */
const ATTEMPTS = 3

/** Plays scripts in both protocols; the differences, in the order of the scripts. */
export async function replayScripts(
  pairs: readonly Pair[],
  scripts: readonly Script[],
): Promise<string[]> {
  const reports = new Map<Script, string[]>()
  await share(pairs, scripts, async (pair, script) => {
    const found: string[] = []
    for (const resp of [2, 3] as const) {
      let differences: string[] = []
      for (let i = 0; i < ATTEMPTS; i++) {
        differences = await replay(pair, script, resp)
        if (differences.length === 0) break
      }
      found.push(...differences)
    }
    reports.set(script, found)
  })
  return scripts.flatMap((script) => reports.get(script) ?? [])
}

async function replay({ double, real }: Pair, script: Script, resp: 2 | 3): Promise<string[]> {
  const found: string[] = []
  const report = (text: string): void => {
    found.push(`${script.name} (RESP${resp})\n${text}`)
  }
  const before = await real.ask('CONFIG', 'GET', '*')
  const users = await real.ask('ACL', 'LIST')
  const [ours, theirs] = await playTogether(double, real, script.program, resp, {
    fresh: true,
    patienceMs: PATIENCE_MS,
  })
  const differences: Difference[] = [...findDifferences(script.program, ours, theirs)]
  for (const difference of differences.slice(0, MAX_OF_SCRIPT)) {
    report(describeShortly(difference))
  }
  if (differences.length > MAX_OF_SCRIPT) {
    report(`  … and ${differences.length - MAX_OF_SCRIPT} more`)
  }
  const changed = changedSettings(before, await real.ask('CONFIG', 'GET', '*'))
  if (changed.length > 0) report(`  leaves the server with another ${changed.join(', ')}`)
  const left = await real.ask('ACL', 'LIST')
  if (left !== users) report(`  leaves other users: ${JSON.stringify(left)}`)
  return found
}

function changedSettings(before: string, after: string): string[] {
  if (before === after) return []
  const was = settings(before)
  return [...settings(after)]
    .filter(([name, value]) => was.get(name) !== value)
    .map(([name]) => name)
}

function settings(configGetReply: string): Map<string, string> {
  const tree = readTree(configGetReply)
  const words = 'items' in tree ? tree.items.map(textOf) : []
  return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1]]] : [])))
}

function textOf(tree: Tree): string {
  return 'text' in tree ? tree.text : ''
}
