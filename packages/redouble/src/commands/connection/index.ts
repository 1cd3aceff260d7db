import type { Command } from '../../command/define.ts'
import { auth } from './auth.ts'
import { client, clientHelp, clientId } from './client.ts'
import { clientKill } from './client-kill.ts'
import { clientInfo, clientList } from './client-list.ts'
import {
  clientCapa,
  clientImportSource,
  clientNoEvict,
  clientNoTouch,
  clientReply,
} from './client-modes.ts'
import { clientGetname, clientSetinfo, clientSetname } from './client-name.ts'
import { clientPause, clientUnblock, clientUnpause } from './client-pause.ts'
import {
  clientCaching,
  clientGetredir,
  clientTracking,
  clientTrackinginfo,
} from './client-tracking.ts'
import { hello } from './hello.ts'
import { echo, ping } from './ping-echo.ts'
import { quit, reset } from './reset.ts'
import { select } from './select.ts'

export const connectionCommands: readonly Command[] = [
  auth,
  client,
  clientCaching,
  clientCapa,
  clientGetname,
  clientGetredir,
  clientHelp,
  clientId,
  clientImportSource,
  clientInfo,
  clientKill,
  clientList,
  clientNoEvict,
  clientNoTouch,
  clientPause,
  clientReply,
  clientSetinfo,
  clientSetname,
  clientTracking,
  clientTrackinginfo,
  clientUnblock,
  clientUnpause,
  echo,
  hello,
  ping,
  quit,
  reset,
  select,
]
