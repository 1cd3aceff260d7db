/** A user as a configuration declares it: its name and its rules, not read yet. */
export interface DeclaredUser {
  readonly name: string
  readonly rules: readonly string[]
}
