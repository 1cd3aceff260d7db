import { readFileSync, writeFileSync } from 'node:fs'
import type { ConfigFileAccess } from '../command/config.ts'

/** What C says of the errors that a file can be expected to have. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
}

/** The file of an `aclfile` directive. */
export function aclFileAt(path: string): ConfigFileAccess {
  return {
    path,
    read() {
      try {
        return readFileSync(path, 'latin1')
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException
        throw new Error(REASONS[code] ?? message)
      }
    },
    write: (text) => writeFileSync(path, text, 'latin1'),
  }
}
