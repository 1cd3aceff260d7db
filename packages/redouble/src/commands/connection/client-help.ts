import { type Availability, isAvailable, type Profile } from '../../command/profile.ts'

/** Lines that some servers have, or a line that all have. */
type Entry = string | readonly [Availability, ...string[]]

const REDIS: Availability = { since: '1.0.0', valkeySince: 'never' }
const SINCE_SEVEN_TWO: Availability = { since: '7.2.0' }
const KILL_BY_AGE: Availability = { since: '7.4.0', valkeySince: '8.0.0' }
const REDIS_KILL_BY_AGE: Availability = { since: '7.4.0', valkeySince: 'never' }
const VALKEY: Availability = { since: 'never', valkeySince: '8.0.0' }
const VALKEY_9: Availability = { since: 'never', valkeySince: '9.0.0' }

/** What CLIENT HELP lists, as the profile's server words it. */
export function clientHelpLines(profile: Profile): string[] {
  const isValkey8 = profile.name === 'valkey-8.1'
  const entries: Entry[] = [
    'CACHING (YES|NO)',
    '    Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes.',
    [
      VALKEY,
      'CAPA <option> [options...]',
      '    The client claims its some capability options. Options are:',
      '    * REDIRECT',
      '      The client can handle redirection during primary and replica failover in standalone mode.',
    ],
    'GETREDIR',
    '    Return the client ID we are redirecting to when tracking is enabled.',
    'GETNAME',
    '    Return the name of the current connection.',
    'ID',
    '    Return the ID of the current connection.',
    'INFO',
    '    Return information about the current client connection.',
    ...killLines(isValkey8),
    ...listLines(),
    'UNPAUSE',
    '    Stop the current client pause, resuming traffic.',
    'PAUSE <timeout> [WRITE|ALL]',
    '    Suspend all, or just write, clients for <timeout> milliseconds.',
    'REPLY (ON|OFF|SKIP)',
    '    Control the replies sent to the current connection.',
    'SETNAME <name>',
    '    Assign the name <name> to the current connection.',
    [
      SINCE_SEVEN_TWO,
      'SETINFO <option> <value>',
      '    Set client meta attr. Options are:',
      '    * LIB-NAME: the client lib name.',
      '    * LIB-VER: the client lib version.',
    ],
    'UNBLOCK <clientid> [TIMEOUT|ERROR]',
    '    Unblock the specified blocked client.',
    'TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]',
    '         [OPTIN] [OPTOUT] [NOLOOP]',
    '    Control server assisted client side caching.',
    'TRACKINGINFO',
    '    Report tracking status for the current connection.',
    'NO-EVICT (ON|OFF)',
    '    Protect current client connection from eviction.',
    [
      SINCE_SEVEN_TWO,
      'NO-TOUCH (ON|OFF)',
      '    Will not touch LRU/LFU stats when this mode is on.',
    ],
    [
      VALKEY,
      'IMPORT-SOURCE (ON|OFF)',
      '    Mark this connection as an import source if import-mode is enabled.',
      "    Sync tools can set their connections into 'import-source' state to visit",
      '    expired keys.',
    ],
  ]
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return entry
    const [since, ...lines] = entry
    return isAvailable(since, profile) ? lines : []
  })
}

function killLines(isValkey8: boolean): Entry[] {
  const before9: Availability = isValkey8 ? VALKEY : REDIS
  return [
    'KILL <ip:port>',
    '    Kill connection made from <ip:port>.',
    'KILL <option> <value> [<option> <value> [...]]',
    '    Kill connections. Options are:',
    '    * ADDR (<ip:port>|<unixsocket>:0)',
    [before9, '      Kill connections made from the specified address'],
    [VALKEY_9, '      Kill connections made from the specified address.'],
    '    * LADDR (<ip:port>|<unixsocket>:0)',
    [before9, '      Kill connections made to specified local address'],
    [VALKEY_9, '      Kill connections made to the specified local address.'],
    [REDIS, '    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)'],
    [VALKEY, '    * TYPE (NORMAL|PRIMARY|REPLICA|PUBSUB)'],
    '      Kill connections by type.',
    '    * USER <username>',
    '      Kill connections authenticated by <username>.',
    '    * SKIPME (YES|NO)',
    '      Skip killing current connection (default: yes).',
    [REDIS_KILL_BY_AGE, '    * ID <client-id>', '      Kill connections by client id.'],
    [VALKEY, '    * ID <client-id> [<client-id>...]'],
    [VALKEY, `      Kill connections by client ${isValkey8 ? 'ids' : 'IDs'}.`],
    [KILL_BY_AGE, '    * MAXAGE <maxage>', '      Kill connections older than the specified age.'],
    [
      VALKEY_9,
      '    * FLAGS <flags>',
      '      Kill connections that include the specified flags.',
      '    * NAME <client-name>',
      '      Kill connections with the specified name.',
      '    * IDLE <idle>',
      '      Kill connections with idle time greater than or equal to <idle> seconds.',
      '    * LIB-NAME <library-name>',
      '      Kill connections with the specified library name.',
      '    * LIB-VER <library-version>',
      '      Kill connections with the specified library version.',
      '    * DB <db-id>',
      '      Kill connections currently operating on the specified database ID.',
      '    * CAPA <capa>',
      '      Kill connections currently with the specified capa.',
      '    * IP <ip>',
      '      Kill connections made from the specified ip.',
    ],
  ]
}

function listLines(): Entry[] {
  return [
    'LIST [options ...]',
    '    Return information about client connections. Options:',
    [REDIS, '    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)'],
    [VALKEY, '    * TYPE (NORMAL|PRIMARY|REPLICA|PUBSUB)'],
    '      Return clients of specified type.',
    [
      VALKEY,
      '    * USER <username>',
      '      Return clients authenticated by <username>.',
      '    * ADDR <ip:port>',
      '      Return clients connected from the specified address.',
      '    * LADDR <ip:port>',
      '      Return clients connected to the specified local address.',
      '    * ID <client-id> [<client-id>...]',
      '      Return clients with the specified IDs.',
      '    * SKIPME (YES|NO)',
      '      Exclude the current client from the list (default: no).',
      '    * MAXAGE <maxage>',
      '      List connections older than the specified age.',
    ],
    [
      VALKEY_9,
      '    * FLAGS <flags>',
      '      Return clients with the specified flags.',
      '    * NAME <client-name>',
      '      Return clients with the specified name.',
      '    * IDLE <idle>',
      '      Return clients with idle time greater than or equal to <idle> seconds.',
      '    * LIB-NAME <lib-name>',
      '      Return clients with the specified lib name.',
      '    * LIB-VER <lib-version>',
      '      Return clients with the specified lib version.',
      '    * DB <db-id>',
      '      Return clients currently operating on the specified database ID.',
      '    * CAPA <capa>',
      '      Return connections currently with the specified capa.',
      '    * IP <ip>',
      '      Return connections made from the specified ip.',
    ],
  ]
}
