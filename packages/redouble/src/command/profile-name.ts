/** Which server the double answers as. */
export type ProfileName = '7.0' | '7.2' | '7.4' | '8.0' | '8.2' | 'valkey-8.1' | 'valkey-9'

export const PROFILE_NAMES: readonly ProfileName[] = [
  '7.0',
  '7.2',
  '7.4',
  '8.0',
  '8.2',
  'valkey-8.1',
  'valkey-9',
]
