import { bytes, multiple, optional } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { isAvailable } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { VerbatimReply } from '../../resp/reply.ts'
import { activitySections } from './info-activity.ts'
import { type InfoSection, sectionText } from './info-field.ts'
import { keyspaceSections } from './info-keyspace.ts'
import { memorySection } from './info-memory.ts'
import { serverSections } from './info-server.ts'

/** In the order in which INFO shows them. */
const ORDER = [
  'Server',
  'TLS',
  'Clients',
  'Memory',
  'Persistence',
  'Threads',
  'Stats',
  'Replication',
  'CPU',
  'Modules',
  'Commandstats',
  'Errorstats',
  'Latencystats',
  'Cluster',
  'Cluster Info',
  'Scripting Engines',
  'Keyspace',
  'Keysizes',
  'Debug',
]

const sections: readonly InfoSection[] = [
  ...serverSections,
  memorySection,
  ...activitySections,
  ...keyspaceSections,
].sort((a, b) => ORDER.indexOf(a.title) - ORDER.indexOf(b.title))

export const info: Command = defineCommand({
  name: 'info',
  since: '1.0.0',
  group: 'server',
  summary: 'Shows what the server is and what it has done.',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  categories: ['dangerous'],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  effects: ['server', 'keyspace', 'clock', 'channel'],
  args: { section: optional(multiple(bytes())) },
  reply: answer.bulk(),
  run(context, { section: names = [] }) {
    const wanted = new Set(names.map(lowerAscii))
    const texts = sections
      .filter((section) => isWanted(section, wanted, context))
      .map((section) => sectionText(section, context))
    return new VerbatimReply('txt', texts.join('\r\n'))
  },
})

function isWanted(section: InfoSection, wanted: Set<string>, { profile }: Context): boolean {
  if (section.where !== undefined && !isAvailable(section.where, profile)) return false
  if (wanted.has(section.name ?? lowerAscii(section.title))) return true
  if (section.isHidden) return false
  if (wanted.has('all') || wanted.has('everything')) return true
  return section.isDefault && (wanted.size === 0 || wanted.has('default'))
}
