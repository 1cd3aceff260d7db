import { type Command, defineContainer } from '../../command/define.ts'
import { clusterAdministration } from './administration.ts'
import { asking, clusterscan, readonly, readwrite } from './modes.ts'
import { clusterQueries } from './queries.ts'

const cluster: Command = defineContainer({
  name: 'cluster',
  since: '3.0.0',
  group: 'cluster',
  summary: 'Commands of a Redis Cluster.',
  complexity: 'Depends on the subcommand',
})

/** The double is no cluster node, and answers as a server that is none. */
export const clusterCommands: readonly Command[] = [
  asking,
  cluster,
  ...clusterAdministration,
  ...clusterQueries,
  clusterscan,
  readonly,
  readwrite,
]
